using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Recognition;
using NodaTime;

namespace Kickoff.Core.Tests.Fixtures;

/// <summary>Rows and a table of fixtures in few words.</summary>
internal static class Season
{
    public const string Source = "league";

    public static readonly Instant Start = Instant.FromUtc(2026, 8, 15, 14, 0);

    /// <summary>Long before the season.</summary>
    public static readonly Instant Summer = Instant.FromUtc(2026, 6, 1, 0, 0);

    public static Fixture Match(string home, string away, double days = 0, string round = "", string? id = null) => new()
    {
        Key = new FixtureKey("League", $"{round}-{home}-{away}"),
        Round = round,
        Home = home,
        Away = away,
        Kickoff = Start + Duration.FromDays(days),
        Day = (Start + Duration.FromDays(days)).InUtc().Date,
        Zone = "Etc/UTC",
        Status = FixtureStatus.Timed,
        Source = "openfootball",
        ProviderId = id,
        ImportedAt = Summer,
    };

    public static FixtureRow[] Rows(params Fixture[] fixtures) =>
        [.. fixtures.Select((fixture, index) => new FixtureRow(fixture, index + 1))];

    public static RecognizedFixtures Recognize(
        IReadOnlyCollection<Fixture> table, FixtureRow[] rows, Instant? now = null, SourceCover covers = SourceCover.Season,
        TeamNames? names = null) =>
        new FixtureRecognition(Source, covers, names ?? TeamNames.None)
            .Of(table, rows, fixture => fixture.Source == "openfootball", now ?? Summer);

    /// <summary>The table after everything that an answer changes is written.</summary>
    public static Fixture[] After(IReadOnlyCollection<Fixture> table, RecognizedFixtures recognized) =>
        Written(table, recognized, int.MaxValue);

    /// <summary>The table when an import has stopped after so many writes.</summary>
    public static Fixture[] Written(IReadOnlyCollection<Fixture> table, RecognizedFixtures recognized, int writes)
    {
        var items = table.ToDictionary(fixture => fixture.Key);
        foreach (var put in recognized.ToPut.Take(writes))
        {
            items[put.Key] = put;
        }

        foreach (var removed in recognized.ToRemove.Take(Math.Max(0, writes - recognized.ToPut.Count())))
        {
            items.Remove(removed);
        }

        return [.. items.Values];
    }

    /// <summary>A table that has these matches of the source, and nothing else.</summary>
    public static Fixture[] Table(params Fixture[] fixtures) => After([], Recognize([], Rows(fixtures)));

    public static string[] Told(IEnumerable<Fixture> fixtures) =>
        [.. fixtures.Where(one => one.Retired is null).Select(one => $"{one.Name} {one.Kickoff} {one.Day:uuuu-MM-dd}")
            .Order(StringComparer.Ordinal)];
}
