namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>A row and the fixture it is, as one: what the row says, under the fixture's name.</summary>
internal static class RecognizedRow
{
    public static Recognized Of(Match match, string source, KeyGiver keys)
    {
        var (was, row) = (match.Fixture.Fixture, match.Row.Row!);
        var said = row.Fixture;
        // Who imports a file by hand wants what is in it.
        if (was.RemovedBy is { } by && source != said.Source)
        {
            return new Recognized(Outcome.Same, was, was, $"{match.Reason}; {by} has removed it");
        }

        // A calendar that renews its UIDs begins each SEQUENCE anew.
        if (said.Revision is { } news && was.Revision is { } known && news < known && said.ProviderId == was.ProviderId
            && was.Source == source)
        {
            return new Recognized(Outcome.Older, was, was, $"{match.Reason}; its source's word on it is older than what is known");
        }

        var status = row.StatusKnown ? said.Status : was.Status;
        var one = said with
        {
            Key = keys.Moved(was.Key, said.Competition),
            Source = source,
            ProviderId = said.ProviderId ?? was.ProviderId,
            Revision = said.Revision ?? was.Revision,
            Status = status,
            // What was true before stays true since then: only a new status has a new time.
            ImportedAt = status == was.Status && was.Retired is null ? was.ImportedAt : said.ImportedAt,
            Retired = null,
            RemovedBy = null,
            HadRule = was.HadRule,
            Servers = was.Servers,
        };
        var back = was.Retired is null ? "" : "; its source has it again";
        return new Recognized(What(match, was, one), was, one, match.Reason + back);
    }

    public static Recognized New(Candidate row, string source, KeyGiver keys) => new(
        Outcome.New, null,
        row.Fixture with { Key = keys.New(row.Fixture.Key, row.Fixture.Source), Source = source },
            "no fixture of this source is the same match");

    private static Outcome What(Match match, Fixture was, Fixture one) =>
        was.Home != one.Home && match.Fixture.HomeCore == match.Row.AwayCore && match.Fixture.AwayCore == match.Row.HomeCore
            ? Outcome.Exchanged
        : (match.Fixture.HomeIsOpen && !match.Row.HomeIsOpen) || (match.Fixture.AwayIsOpen && !match.Row.AwayIsOpen) ? Outcome.FilledIn
        : was.Home != one.Home || was.Away != one.Away || was.Competition != one.Competition ? Outcome.Renamed
        : was.Kickoff != one.Kickoff || was.Day != one.Day ? Outcome.Moved
        : Outcome.Same;
}
