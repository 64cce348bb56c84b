using Kickoff.Core.Fixtures;
using NodaTime;
using static Kickoff.Core.Tests.Fixtures.Season;

namespace Kickoff.Core.Tests.Fixtures;

/// <summary>
/// A season's file as it goes through its versions: matches move, teams are called otherwise and become known, home and away change places,
/// rows come and go. Whichever versions are imported, and wherever an import stops, the table says in the end what the last version says.
/// </summary>
public sealed class HistoryTests
{
    private const int Seeds = 150;

    private static readonly string[] Teams =
        ["Arsenal", "Aston Villa", "Brighton & Hove Albion", "Chelsea", "Everton", "Leeds United", "Liverpool", "Sunderland"];

    [Fact]
    public void Any_versions_in_order_leave_exactly_the_last_ones_matches() => Each((versions, dice) =>
    {
        Fixture[] table = [];
        foreach (var version in versions.Where((_, index) => index == versions.Count - 1 || dice.Next(3) > 0))
        {
            table = After(table, Recognize(table, Rows(version)));
        }

        return table;
    });

    [Fact]
    public void So_they_do_when_every_import_stops_somewhere_and_is_done_again() => Each((versions, dice) =>
    {
        Fixture[] table = [];
        foreach (var version in versions)
        {
            for (var stops = dice.Next(3); stops > 0; stops--)
            {
                var half = Recognize(table, Rows(version));
                table = Written(table, half, dice.Next(half.ToPut.Count() + 1));
            }

            table = After(table, Recognize(table, Rows(version)));
        }

        return table;
    });

    [Fact]
    public void The_last_version_again_writes_nothing() => Each((versions, _) =>
    {
        var table = After([], Recognize([], Rows(versions[0])));
        table = After(table, Recognize(table, Rows(versions[^1])));
        Assert.Empty(Recognize(table, Rows(versions[^1])).ToPut);
        return table;
    });

#pragma warning disable CA5394 // A seeded sequence is wanted, not an unguessable one.
    private static void Each(Func<List<Fixture[]>, Random, Fixture[]> replay)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var dice = new Random(seed);
            var versions = History(dice);
            var (expected, found) = (Told(versions[^1]), Told(replay(versions, dice)));
            Assert.True(
                expected.SequenceEqual(found),
                $"seed {seed}: {string.Join("; ", found.Except(expected).Take(3))} instead of "
                    + $"{string.Join("; ", expected.Except(found).Take(3))}, "
                    + $"{found.Length} of {expected.Length}");
        }
    }

    private static List<Fixture[]> History(Random dice)
    {
        var withIds = dice.Next(2) == 0;
        var matches = new List<Fixture>();
        for (var number = 0; number < Teams.Length * (Teams.Length - 1); number++)
        {
            var (home, away) = (number / (Teams.Length - 1), number % (Teams.Length - 1));
            matches.Add(Match(Teams[home], Teams[away >= home ? away + 1 : away], number, $"Matchday {number / 4}", withIds
                ? $"id-{number}" : null));
        }

        matches.Add(Match("W1", "W2", 100, "Semi-final"));
        matches.Add(Match("W3", "W4", 101, "Semi-final"));
        matches.Add(Match("Winner SF1", "Winner SF2", 110, "Final"));
        var versions = new List<Fixture[]> { matches.ToArray() };
        for (var version = dice.Next(3, 8); version > 0; version--)
        {
            for (var edits = dice.Next(1, 6); edits > 0; edits--)
            {
                Edit(matches, dice);
            }

            versions.Add([.. matches]);
        }

        return versions;
    }

    private static void Edit(List<Fixture> matches, Random dice)
    {
        var at = dice.Next(matches.Count);
        var match = matches[at];
        switch (dice.Next(7))
        {
            case 0:
                var day = dice.Next(-3, 60);
                matches[at] = match with { Kickoff = match.Kickoff + Duration.FromDays(day), Day = match.Day.PlusDays(day) };
                break;
            case 1:
                Instant? kickoff = match.Kickoff is null ? match.Day.At(new LocalTime(15, 0)).InUtc().ToInstant() : null;
                matches[at] = match with { Kickoff = kickoff };
                break;
            case 2:
                var team = Teams[dice.Next(Teams.Length)];
                Rename(matches, team, dice.Next(2) == 0 ? team + " FC" : $"The {team[..3]}");
                break;
            case 3:
                matches[at] = match with { Home = match.Away, Away = match.Home };
                break;
            case 4:
                matches.RemoveAt(at);
                break;
            case 5:
                matches.Insert(at, Match(Teams[dice.Next(Teams.Length)], $"Visitors {dice.Next(100)}", dice.Next(100), "Friendly"));
                break;
            default:
                var open = matches.FindIndex(one => one.Home.StartsWith('W'));
                if (open >= 0)
                {
                    matches[open] = matches[open] with { Home = Teams[dice.Next(4)], Away = Teams[dice.Next(4, 8)] };
                }

                break;
        }
    }

    private static void Rename(List<Fixture> matches, string from, string to)
    {
        for (var at = 0; at < matches.Count; at++)
        {
            var match = matches[at];
            matches[at] = match with { Home = match.Home == from ? to : match.Home, Away = match.Away == from ? to : match.Away };
        }
    }
#pragma warning restore CA5394
}
