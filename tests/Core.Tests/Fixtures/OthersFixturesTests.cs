using FsCheck;
using FsCheck.Fluent;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Recognition;
using NodaTime;

namespace Kickoff.Core.Tests.Fixtures;

/// <summary>Whatever a source says, it says it of its own fixtures.</summary>
public sealed class OthersFixturesTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 8, 15, 14, 0);

    [Fact]
    public void An_answer_never_writes_or_removes_a_fixture_of_another_source()
    {
        var match = from home in Gen.Elements("Arsenal", "Chelsea FC", "TBD", "Leeds")
                    from away in Gen.Elements("Arsenal FC", "Chelsea", "W73", "Hull")
                    from day in Gen.Elements(0, 1, 30, -40)
                    from source in Gen.Elements("mine", "others", "added", "openfootball", "icalendar")
                    from id in Gen.Elements<string?>(null, "1", "2")
                    from number in Gen.Elements(1, 2, 3, 4, 5, 6)
                    from retired in Gen.Elements(true, false)
                    select Of(home, away, day, source, id, number) with { Retired = retired ? Start : null };
        var answers = from table in match.ListOf(12)
                      from rows in match.ListOf(8)
                      from hours in Gen.Elements(-200, -1, 3, 400)
                      select (Table: table.DistinctBy(one => one.Key).ToArray(), Rows: rows.ToArray(), Hours: hours);
        Prop.ForAll(answers.ToArbitrary(), answer =>
        {
            var recognized = new FixtureRecognition("mine", SourceCover.Season, TeamNames.None).Of(
                answer.Table, [.. answer.Rows.Select(row => new FixtureRow(row with { Source = "openfootball" }, 1))],
                fixture => fixture.Source == "openfootball", Start + Duration.FromHours(answer.Hours));
            var others = answer.Table.Where(one => one.Source is not ("mine" or "openfootball")).Select(one => one.Key).ToHashSet();
            return !recognized.ToPut.Any(one => others.Contains(one.Key) || one.Source != "mine")
                && !recognized.ToRemove.Any(others.Contains);
        }).QuickCheckThrowOnFailure();
    }

    private static Fixture Of(string home, string away, int day, string source, string? id, int number) => new()
    {
        Key = new("League", $"{number}"),
        Round = "Matchday 1",
        Home = home,
        Away = away,
        Kickoff = Start + Duration.FromDays(day),
        Day = (Start + Duration.FromDays(day)).InUtc().Date,
        Zone = "Europe/London",
        Source = source,
        ProviderId = id,
        ImportedAt = Start - Duration.FromDays(60),
    };
}
