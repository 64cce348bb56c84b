using NodaTime;

namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>The rules by which rows are told to be fixtures, the surest first.</summary>
internal sealed class AssignmentRules(Assignment assignment, bool coversSeason, Instant now)
{
    /// <summary>A match that has a result and comes again later than this is another season's.</summary>
    private static readonly Duration Season = Duration.FromDays(60);

    /// <summary>Home and away are exchanged at about the same time; a return leg is another match.</summary>
    private static readonly Duration SameTie = Duration.FromDays(3);

    public void Exactly()
    {
        assignment.Pair("the provider's id and the teams", one => one.Id is { } id ? $"{id}\n{one.Pair}" : null, MayMove);
        assignment.Pair("the same teams on the same day", one => $"{one.Pair}\n{one.Day}", inOrder: true);
        assignment.Pair("the same teams in the same round", one => one.Round.Length > 0 ? $"{one.Pair}\n{one.Round}" : null, MayMove);
        assignment.Pair("the same teams", one => one.Pair, MayMove, inOrder: true);
    }

    public void ByClub()
    {
        assignment.Pair("nearly the same teams on the same day", one => $"{one.Core}\n{one.Day}", inOrder: true);
        assignment.Pair("nearly the same teams in the same round", one => one.Round.Length > 0 ? $"{one.Core}\n{one.Round}" : null,
            MayMove);
        assignment.Pair("nearly the same teams", one => one.Core, MayMove, inOrder: true);
    }

    public void ByWhatIsKnown()
    {
        assignment.Pair("the provider's id", one => one.Id, (fixture, row) => fixture.MayFill(row) && MayMove(fixture, row));
        assignment.Pair("the provider's id and a team", one => one.Id, (fixture, row) => fixture.SharesTeamWith(row)
            && MayMove(fixture, row));
        foreach (var (where, at) in new (string, Func<Candidate, string?>)[]
        {
            ("at the same time", one => one.When), ("on the same day", one => one.Day),
            ("in the same round", one => one.Round.Length > 0 ? one.Round : null),
        })
        {
            assignment.Pair($"the home team {where}", one => one.HomeIsOpen || at(one) is null ? null : $"{one.HomeCore}\n{at(one)}",
                MayFill);
            assignment.Pair($"the away team {where}", one => one.AwayIsOpen || at(one) is null ? null : $"{one.AwayCore}\n{at(one)}",
                MayFill);
        }

        // Of some only the day is known, and then the time: first those of one time, then of one day.
        assignment.Pair("its round and time, teams to be known", one => $"{one.Round}\n{one.When}", MayFill, inOrder: true);
        assignment.Pair("its round and day, teams to be known", one => $"{one.Round}\n{one.Day}", MayFill, inOrder: true);
        assignment.Pair("its round, teams to be known", one => one.Round.Length > 0 ? one.Round : null, MayFill, inOrder: true);
        assignment.Pair("home and away exchanged", Unordered, IsExchanged);
        Func<Candidate, string?> round = one => one.Round.Length > 0 ? $"{one.Round}\n{one.Day}" : null;
        assignment.Pair("the home team in the same round and day", one => round(one) is { } at ? $"{one.HomeCore}\n{at}" : null);
        assignment.Pair("the away team in the same round and day", one => round(one) is { } at ? $"{one.AwayCore}\n{at}" : null);
        if (IdsLast())
        {
            assignment.Pair("the provider's id, as those of its others last", one => one.Id, MayMove);
        }

        assignment.Pair(
            "the only one of its round at that time", one => one.Round.Length > 0 && one.Fixture.Kickoff is not null
                ? $"{one.Round}\n{one.When}" : null,
            (fixture, _) => coversSeason || !IsPast(fixture));
    }

    private static string Unordered(Candidate one) =>
        string.CompareOrdinal(one.HomeCore, one.AwayCore) < 0 ? $"{one.HomeCore}\n{one.AwayCore}" : $"{one.AwayCore}\n{one.HomeCore}";

    private bool IsExchanged(Candidate fixture, Candidate row) =>
        fixture.HomeCore == row.AwayCore && fixture.AwayCore == row.HomeCore && !IsPast(fixture)
        && (Apart(fixture, row) <= SameTie || (fixture.Id is { } id && id == row.Id));

    private bool MayFill(Candidate fixture, Candidate row) =>
        (fixture.HomeIsOpen || fixture.AwayIsOpen || row.HomeIsOpen || row.AwayIsOpen) && fixture.MayFill(row) && MayMove(fixture, row);

    /// <summary>
    /// A match that has been played moves nowhere: what a season's file has of the same teams long after it, or a list of the next few has
    /// at all, is another match.
    /// </summary>
    private bool MayMove(Candidate fixture, Candidate row) =>
        Apart(fixture, row) <= Duration.FromDays(1)
        || (coversSeason ? !(fixture.Fixture.Status.IsOver() && row.Begin > fixture.Begin + Season) : !IsPast(fixture));

    private bool IsPast(Candidate fixture) => fixture.Fixture.Status.IsOver() || fixture.Fixture.LatestEnd <= now;

    private static Duration Apart(Candidate one, Candidate other) => Duration.Max(one.Begin - other.Begin, other.Begin - one.Begin);

    /// <summary>Of the matches found by other means, four of five have the id they had.</summary>
    private bool IdsLast()
    {
        var both = assignment.Matches.Where(match => match.Fixture.Id is not null && match.Row.Id is not null).ToArray();
        return both.Length > 0 && both.Count(match => match.Fixture.Id == match.Row.Id) * 5 >= both.Length * 4;
    }
}
