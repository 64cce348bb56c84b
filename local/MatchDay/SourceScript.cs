using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.MatchDay;

/// <summary>
/// One thing that the source does. Text: what it has from then on, null: it is gone. Last: the day's last match as it then is.
/// </summary>
internal sealed record SourceAct(Instant At, string What, string? Text, Fixture Last);

/// <summary>
/// What a source does on a day: its last match is put off by twenty minutes shortly before kickoff and goes to extra time; the source dies,
/// and comes back when the match is over.
/// </summary>
internal static class SourceScript
{
    public static ImmutableArray<SourceAct> Of(DayPlan plan)
    {
        var others = plan.Fixtures[..^1];
        var last = plan.Fixtures[^1] with { Knockout = true, Status = FixtureStatus.Timed };
        if (last.Kickoff is not { } kickoff)
        {
            throw new RefusedException($"--feed plays the day's last match, and {last.Name} has no kickoff time.");
        }

        var late = kickoff + Duration.FromMinutes(20);
        var moved = last with { Kickoff = late };
        var extra = moved with { Status = FixtureStatus.ExtraTime };
        return
        [
            Act(plan.From, "has the day's matches", last),
            Act(kickoff - Duration.FromMinutes(40), $"puts {last.Name} off by twenty minutes", moved),
            Act(late, "has it in play", moved with { Status = FixtureStatus.InPlay }),
            Act(late + Duration.FromMinutes(112), "has it in extra time", extra),
            Act(late + Duration.FromMinutes(125), "is dead", extra) with { Text = null },
            Act(late + Duration.FromMinutes(145), "is back, and the match is over", moved with { Status = FixtureStatus.Finished }),
        ];

        SourceAct Act(Instant at, string what, Fixture now) => new(at, what, SourceFile.Write([.. others, now]), now);
    }
}
