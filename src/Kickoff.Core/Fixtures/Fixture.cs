using NodaTime;

namespace Kickoff.Core.Fixtures;

/// <summary>Names a fixture for good: a match that moves keeps its id. Id is unique within the competition.</summary>
public readonly record struct FixtureKey(string Competition, string Id);

/// <summary>A match, or another event that brings a crowd.</summary>
public sealed record Fixture
{
    /// <summary>
    /// However long a source calls a match in play, it ends this long after kickoff: sources stop in the middle of matches.
    /// </summary>
    public static readonly Duration Longest = Duration.FromHours(5);

    /// <summary>Of an event with times; what takes longer is told day by day. So far back a tick reads.</summary>
    public static readonly Duration MostLength = Duration.FromDays(2);

    public required FixtureKey Key { get; init; }

    public string Competition => Key.Competition;

    public required string Round { get; init; }

    public required string Home { get; init; }

    /// <summary>Empty for an event that no two teams play.</summary>
    public required string Away { get; init; }

    /// <summary>Kickoff in UTC; null while only the day is known.</summary>
    public Instant? Kickoff { get; init; }

    /// <summary>The day in <see cref="Zone"/>.</summary>
    public required LocalDate Day { get; init; }

    /// <summary>IANA zone of the place, for the day of a fixture without a kickoff and for people reading a plan.</summary>
    public required string Zone { get; init; }

    public FixtureStatus Status { get; init; } = FixtureStatus.Scheduled;

    /// <summary>Null where its source does not say, and nothing says so for it.</summary>
    public Stage? Stage { get; init; }

    /// <summary>Extra time and penalties are possible.</summary>
    public bool Knockout { get; init; }

    /// <summary>How long it lasts, where its source says so. Of one without a kickoff: from the begin of its day.</summary>
    public Duration? Length { get; init; }

    /// <summary>
    /// The named source of config/fixtures.yml that brought it; for an import that names none, the file's format (openfootball,
    /// fixturedownload, icalendar, football-data …). An import never writes another's.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>What its source calls it, where it calls it anything.</summary>
    public string? ProviderId { get; init; }

    /// <summary>How new its source's word on it is; null where the source does not say.</summary>
    public Revision? Revision { get; init; }

    /// <summary>When its status was last imported, real clock; the source's own time of it where it has one.</summary>
    public required Instant ImportedAt { get; init; }

    /// <summary>Since when its source does not have it any more; null while it has. A retired fixture asks for nothing.</summary>
    public Instant? Retired { get; init; }

    /// <summary>
    /// Since when its source does not have it any more though it stays, being too near its kickoff; null while its source has it.
    /// </summary>
    public Instant? Missing { get; init; }

    /// <summary>Some rule asked for servers for it when it was imported: that none does any more is worth telling.</summary>
    public bool HadRule { get; init; }

    /// <summary>What it asks for itself, as who added it said; null where rules say.</summary>
    public OwnServers? Servers { get; init; }

    /// <summary>
    /// The fixture of another source that is the same match and has its say first: they share their servers. Not stored; told anew by
    /// whoever plans.
    /// </summary>
    public FixtureKey? SameAs { get; init; }

    /// <summary>Who took it away by hand: then it stays retired though its source has it, until somebody puts it back.</summary>
    public string? RemovedBy { get; init; }

    /// <summary>From when it is certainly over: nobody can ask for servers for it any more.</summary>
    public Instant LatestEnd => Kickoff is { } kickoff
        ? kickoff + Duration.Max(Longest, Length ?? Duration.Zero)
        : StartOfDay(Day.PlusDays(1 + (Length?.Days ?? 0)));

    /// <summary>As people say it.</summary>
    public string Name => Away.Length == 0 ? Home : $"{Home} v {Away}";

    /// <summary>Its kickoff; the begin of its day while that is not known.</summary>
    public Instant Begin => Kickoff ?? StartOfDay(Day);

    private Instant StartOfDay(LocalDate day) => DateTimeZoneProviders.Tzdb[Zone].AtStartOfDay(day).ToInstant();
}
