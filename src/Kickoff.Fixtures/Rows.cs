using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.TimeZones;

namespace Kickoff.Fixtures;

/// <summary>Collects the rows of one file: fixtures with ids that stay, rejected rows with their lines, notes.</summary>
internal sealed partial class Rows(FixtureReading reading)
{
    /// <summary>
    /// A sort key takes 1,024 bytes (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html), a character up to
    /// 3, and a source's name stands before it.
    /// </summary>
    private const int LongestId = 300;

    /// <summary>Rows of a stranger's file that are told one by one.</summary>
    private const int MostTold = 1000;

    private readonly List<FixtureRow> _fixtures = [];
    private readonly List<RejectedRow> _rejected = [];
    private readonly List<DoubtfulRow> _doubts = [];
    private readonly List<string> _notes = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    public string? Zone { get; private set; } = reading.Zone;

    public string Competition { get; private set; } = reading.Competition ?? Path.GetFileNameWithoutExtension(reading.Name);

    public Instant ImportedAt => reading.At;

    /// <summary>The file's own word on its competition and zone; the caller's word holds over it.</summary>
    public void FileSays(string? fileCompetition, string? fileZone)
    {
        if (reading.Competition is null && !string.IsNullOrWhiteSpace(fileCompetition))
        {
            Competition = fileCompetition;
        }

        if (Zone is null && fileZone is not null)
        {
            Zone = ZoneNames.Iana(fileZone) ?? throw new FixtureFileException(
                $"the file's time zone '{CleanText.Of(fileZone)}' is not an IANA time zone; pass --zone, such as --zone Europe/Berlin");
        }
    }

    /// <summary>The zone of the file's local times; an error that says what to pass when nobody named one.</summary>
    public DateTimeZone LocalZone() => Zone is { } name
        ? DateTimeZoneProviders.Tzdb[name]
        : throw new FixtureFileException("the file gives local times without a time zone; pass --zone, such as --zone Europe/Berlin");

    public void Reject(int line, string reason)
    {
        if (_rejected.Count < MostTold)
        {
            _rejected.Add(new RejectedRow(line, CleanText.Of(reason)));
        }
    }

    public void Doubt(int line, string doubt)
    {
        if (_doubts.Count < MostTold)
        {
            _doubts.Add(new DoubtfulRow(line, CleanText.Of(doubt)));
        }
    }

    public void Note(string note) => _notes.Add(CleanText.Of(note));

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
    public Instant Resolve(LocalDateTime local, string what) => Resolve(local, LocalZone(), what);

    public Instant Resolve(LocalDateTime local, DateTimeZone zoned, string what)
    {
        var mapping = zoned.MapLocal(local);
        if (mapping.Count != 1)
        {
            Note(mapping.Count == 0
                ? $"{what}: {local:uuuu-MM-dd HH:mm} does not exist in {zoned.Id} (the clock goes forward); taken as if it had not"
                : $"{what}: {local:uuuu-MM-dd HH:mm} comes twice in {zoned.Id} (the clock goes back); taken as the first");
        }

        return zoned.ResolveLocal(local, Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted))
            .ToInstant();
    }

    /// <summary>
    /// Adds the fixture of a line. What it is called where it is new is the source's own id where it has one, else made of round and teams;
    /// a second of the same id (a replay) gets a number.
    /// </summary>
    public void Add(Row row, int line)
    {
        var (home, away, round) = (CleanText.Of(row.Home), CleanText.Of(row.Away), CleanText.Of(row.Round));
        var competition = CleanText.Of(reading.Competition ?? row.Competition ?? Competition);
        if (home.Length > CleanText.LongestName || away.Length > CleanText.LongestName || round.Length > CleanText.LongestName)
        {
            Reject(line, string.Create(
                CultureInfo.InvariantCulture,
                $"{Short(home)} v {Short(away)}: a team's or round's name is at most {CleanText.LongestName} characters"));
            return;
        }

        var id = row.Id is { } own ? CleanText.Of(own) : Slug($"{round}-{home}-{away}");
        if (id.Length is 0 or > LongestId || competition is { Length: 0 or > CleanText.LongestName })
        {
            Reject(line, string.Create(
                CultureInfo.InvariantCulture,
                $"{Short(home)} v {Short(away)}: its competition is 1 to {CleanText.LongestName} characters and its id 1 to {LongestId} "
                    + $"(--competition names one)"));
            return;
        }

        if (_fixtures.Count == reading.MostRows)
        {
            throw new FixtureFileException(string.Create(
                CultureInfo.InvariantCulture, $"{reading.Name} has more than {reading.MostRows} fixtures; no source of fixtures has"));
        }

        var times = _ids[id] = _ids.GetValueOrDefault(id) + 1;
        var stage = row.Stage ?? StageText.Read(round);
        _fixtures.Add(new FixtureRow(
            new Fixture
            {
                Key = new FixtureKey(competition, times == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{times}")),
                Round = round,
                Home = home,
                Away = away,
                Kickoff = row.Kickoff,
                Day = row.Day ?? row.Kickoff!.Value.InZone(DateTimeZoneProviders.Tzdb[row.Zone]).Date,
                Zone = row.Zone,
                Status = row.Status,
                Stage = stage,
                Knockout = MayGoToExtraTime(stage, competition, row.IsCup),
                Length = row.Length,
                Source = row.Source,
                ProviderId = row.ProviderId is { Length: > 0 and <= LongestId } provider ? CleanText.Of(provider) : null,
                Revision = row.Revision,
                ImportedAt = row.ImportedAt ?? reading.At,
            },
            line)
        {
            StatusKnown = row.StatusKnown,
        });
    }

    public ImportResult Result(string format, bool isPart = false) =>
        new(format, [.. _fixtures], [.. _rejected.OrderBy(row => row.Line)], [.. _doubts.OrderBy(row => row.Line)], [.. _notes])
        {
            IsPart = isPart,
        };

    /// <summary>A league's match ends level; a round of a cup that names no stage is an early one, and may not.</summary>
    private bool MayGoToExtraTime(Stage? stage, string competition, bool isCup)
    {
        var said = reading.KnockoutCompetitions.TryGetValue(NameFold.Of(competition), out var of) ? of : reading.Knockout;
        return said switch
        {
            true => stage != Stage.Group,
            false => false,
            null => stage?.IsKnockout() ?? (isCup || IsCup(competition)),
        };
    }

    public static bool IsCup(string competition) => CupWord().IsMatch(NameFold.Of(competition));

    private static string Short(string name) => name.Length <= 40 ? name : name[..40] + "…";

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

    [GeneratedRegex(@"\b(cup|copa|coupe|coppa|taca|beker|kup|kubok|cupen|pokal\w*|\w*pokal|knvb)\b")]
    private static partial Regex CupWord();
}
