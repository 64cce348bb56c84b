using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using Kickoff.Local.Stage;
using NodaTime;

namespace Kickoff.MatchDay;

/// <summary>An act of the source, and when the fixtures table said what it said (or, where it was dead, still said the same).</summary>
internal sealed record SourceSeen(SourceAct Act, Instant? At);

/// <summary>
/// A day whose fixtures FixtureFeed brings, by its own executable, from a file beside fixtures.yml that changes as a source's does.
/// </summary>
internal sealed class FedDay(World world, ImmutableArray<SourceAct> script)
{
    public const string Source = "match-day";

    private const string File = "match-day.json";

    private readonly IFixtures _table = Day.Table(world);

    private int _next;

    public List<SourceSeen> Seen { get; } = [];

    /// <summary>What the source last did is not in the table yet.</summary>
    public bool IsWaiting => Seen is [.., { At: null }];

    public bool IsOver => _next == script.Length && !IsWaiting;

    public IEnumerable<Instant> Edges => script.Select(act => act.At);

    /// <summary>A configuration with this source in it, in a folder of its own.</summary>
    public static string Configure(string configuration, string folder, string text)
    {
        FunctionPackage.Copy(configuration, folder);
        System.IO.File.WriteAllText(
            Path.Combine(folder, "fixtures.yml"), $"sources: {{{Source}: {{url: {File}, every: 10m, live: 1m}}}}\n");
        System.IO.File.WriteAllText(Path.Combine(folder, File), text);
        return folder;
    }

    /// <summary>The source does what is due, FixtureFeed has its minute; the plan as the table says it now, and what went wrong.</summary>
    public async Task<(DayPlan Plan, string? Failure)> MinuteAsync(DayPlan plan, Instant now, CancellationToken cancel)
    {
        while (_next < script.Length && script[_next].At <= now)
        {
            var act = script[_next++];
            var file = Path.Combine(world.FixtureFeedFolder, "config", File);
            if (act.Text is null)
            {
                System.IO.File.Delete(file);
            }
            else
            {
                await System.IO.File.WriteAllTextAsync(file, act.Text, cancel);
            }

            Seen.Add(new SourceSeen(act, null));
        }

        var minute = await world.FeedAsync(now.ToDateTimeOffset(), cancel);
        var days = plan.Fixtures.Select(fixture => fixture.Day).ToArray();
        var table = await _table.OnDaysAsync(days.Min().PlusDays(-1), days.Max().PlusDays(1), cancel);
        if (Seen is [.., var open])
        {
            // A dead source that changed something after all is never forgiven.
            var same = table.Any(fixture => IsSame(fixture, open.Act.Last));
            Seen[^1] = open with { At = same ? open.At ?? now : open.Act.Text is null ? null : open.At };
        }

        return (plan.With(table), minute.Error is { } error ? $"feed of {now}: {error.Type}: {error.Message}" : null);
    }

    private static bool IsSame(Fixture one, Fixture other) =>
        one.Home == other.Home && one.Kickoff == other.Kickoff && one.Status == other.Status && one.Retired is null;
}
