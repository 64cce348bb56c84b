using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.TimeZones;

namespace Kickoff.Fixtures;

/// <summary>Collects the rows of one file: fixtures with ids that stay, rejected rows with their lines, notes.</summary>
internal sealed class Rows(string competition, bool competitionGiven, string? zone, Instant importedAt)
{
    private static readonly string[] KnockoutWords = [
        "final", "semi", "quarter", "round of", "last 16", "last 32", "1/8", "1/4", "1/2", "play-off", "playoff", "knockout",
        "third place"];

    /// <summary>
    /// A sort key takes 1,024 bytes (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html), a character up to
    /// 3.
    /// </summary>
    private const int LongestName = 300;

    private readonly List<Fixture> _fixtures = [];
    private readonly List<RejectedRow> _rejected = [];
    private readonly List<string> _notes = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    public string? Zone { get; private set; } = zone;

    public string Competition { get; private set; } = competition;

    public Instant ImportedAt => importedAt;

    /// <summary>The file's own word on its competition and zone; the caller's word holds over it.</summary>
    public void FileSays(string? fileCompetition, string? fileZone)
    {
        if (!competitionGiven && !string.IsNullOrWhiteSpace(fileCompetition))
        {
            Competition = fileCompetition;
        }

        if (Zone is null && fileZone is not null)
        {
            Zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(fileZone) is not null
                ? fileZone
                : throw new FixtureFileException(
                    $"the file's time zone '{fileZone}' is not an IANA time zone; pass --zone, such as --zone Europe/Berlin");
        }
    }

    /// <summary>The zone of the file's local times; an error that says what to pass when nobody named one.</summary>
    public DateTimeZone LocalZone() => Zone is { } name
        ? DateTimeZoneProviders.Tzdb[name]
        : throw new FixtureFileException("the file gives local times without a time zone; pass --zone, such as --zone Europe/Berlin");

    public void Reject(int line, string reason) => _rejected.Add(new RejectedRow(line, reason));

    /// <summary>
    /// Whether a match can be on this day; else it is rejected. Years far beyond are slips, and the arithmetic of times ends there.
    /// </summary>
    public bool CanBePlayed(LocalDate day, int line, string what)
    {
        if (day.Year is >= 1850 and <= 2200)
        {
            return true;
        }

        Reject(line, string.Create(CultureInfo.InvariantCulture, $"{what}: {day.Year} is no year of a match"));
        return false;
    }

    /// <summary>A local kickoff in UTC. In a gap the clock has already gone forward; of the two in an overlap it is the first.</summary>
    public Instant Resolve(LocalDateTime local, string what)
    {
        var zoned = LocalZone();
        var mapping = zoned.MapLocal(local);
        if (mapping.Count != 1)
        {
            _notes.Add(mapping.Count == 0
                ? $"{what}: {local:uuuu-MM-dd HH:mm} does not exist in {zoned.Id} (the clock goes forward); taken as if it had not"
                : $"{what}: {local:uuuu-MM-dd HH:mm} comes twice in {zoned.Id} (the clock goes back); taken as the first");
        }

        return zoned.ResolveLocal(local, Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted))
            .ToInstant();
    }

    /// <summary>
    /// Adds the fixture of a line. Its id is the source's own where it has one, else made of round and teams, so that a moved match keeps
    /// it;
    /// a second of the same id (a replay) gets a number.
    /// </summary>
    public void Add(Row row, int line)
    {
        var id = row.SourceId ?? Slug($"{row.Round}-{row.Home}-{row.Away}");
        if (id.Length is 0 or > LongestName || (row.Competition ?? Competition) is { Length: 0 or > LongestName })
        {
            Reject(line, string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Home} v {row.Away}: its competition and its id are 1 to {LongestName} characters (--competition names one)"));
            return;
        }

        var times = _ids[id] = _ids.GetValueOrDefault(id) + 1;
        var day = row.Day ?? row.Kickoff!.Value.InZone(DateTimeZoneProviders.Tzdb[row.Zone]).Date;
        _fixtures.Add(new Fixture
        {
            Key = new FixtureKey(
                row.Competition ?? Competition, times == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{times}")),
            Round = row.Round,
            Home = row.Home,
            Away = row.Away,
            Kickoff = row.Kickoff,
            Day = day,
            Zone = row.Zone,
            Status = row.Status,
            Knockout = row.Knockout ?? IsKnockout(row.Round),
            Source = row.Source,
            ImportedAt = row.ImportedAt ?? importedAt,
        });
    }

    public ImportResult Result(string format) => new(format, [.. _fixtures], [.. _rejected.OrderBy(row => row.Line)], [.. _notes]);

    private static bool IsKnockout(string round) => KnockoutWords.Any(word => round.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormC))
        {
            if (char.IsLetterOrDigit(character))
            {
                slug.Append(char.ToLowerInvariant(character));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-');
    }
}

/// <summary>One row as its format gives it; Zone is of the place, or UTC where the source speaks UTC.</summary>
internal sealed record Row(string Source, string Round, string Home, string Away, Instant? Kickoff, LocalDate? Day, string Zone)
{
    public string? SourceId { get; init; }

    public string? Competition { get; init; }

    public FixtureStatus Status { get; init; } = FixtureStatus.Scheduled;

    public bool? Knockout { get; init; }

    public Instant? ImportedAt { get; init; }
}
