using System.Collections.Immutable;
using Kickoff.Aws;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using Kickoff.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.MatchDay;

/// <summary>The day as planned: which fixtures, which pools, and from when until when there is something to see.</summary>
internal sealed record DayPlan
{
    // The pools' minimum comes up before the day's first demand.
    private static readonly Duration Before = Duration.FromMinutes(20);

    // Scaling in takes its steps after the last demand; the page and the timeline reach as far.
    private static readonly Duration After = Duration.FromMinutes(90);

    public required LocalDate Day { get; init; }

    /// <summary>Everything in the file: what is imported.</summary>
    public required ImmutableArray<Fixture> All { get; init; }

    /// <summary>The day's fixtures that ask a pool for servers, by kickoff.</summary>
    public required ImmutableArray<Fixture> Fixtures { get; init; }

    public required ImmutableArray<Pool> Pools { get; init; }

    public required Instant From { get; init; }

    /// <summary>The end of the day's last demand.</summary>
    public required Instant Until { get; init; }

    /// <summary>What was decided while reading the file.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    public CapacityPlan At(Pool pool, Instant now) => CapacityPlanner.Plan(All, null, pool, now);

    public ImmutableArray<CapacityPlan> Timeline(Pool pool) => CapacityTimeline.Of(All, null, pool, From, Until + After);

    /// <summary>With these fixtures of a source instead; as it is while they ask for nothing.</summary>
    public DayPlan With(IEnumerable<Fixture> table)
    {
        var fixtures = table.Where(fixture => fixture.Retired is null).Select(fixture => fixture with { Zone = Fixtures[0].Zone })
            .OrderBy(fixture => fixture.Kickoff).ToImmutableArray();
        var windows =
            fixtures.SelectMany(fixture => Pools.Select(pool => DemandWindow.Of(fixture, pool.Capacity))).OfType<DemandWindow>().ToArray();
        return windows.Length == 0 ? this : this with
        {
            All = fixtures,
            Fixtures = [.. windows.Select(window => window.Fixture).Distinct().OrderBy(fixture => fixture.Kickoff)],
            Until = windows.Max(window => window.End),
        };
    }

    public static DayPlan Read(Wanted wanted, Instant now)
    {
        if (!File.Exists(wanted.FixturesFile))
        {
            throw new RefusedException($"There is no file {wanted.FixturesFile}.");
        }

        var pools = new ConfigurationFolder(wanted.Configuration).Pools();
        var (read, notes) = ReadFile(wanted, now);
        var played = read.Fixtures.Where(fixture => fixture.Day == wanted.Day).ToArray();
        if (played.Length == 0)
        {
            throw new RefusedException($"{wanted.FixturesFile} has no fixture on {Iso(wanted.Day)}; it has some on {Days(read.Fixtures)}.");
        }

        var windows =
            played.SelectMany(fixture => pools.Select(pool => DemandWindow.Of(fixture, pool.Capacity))).OfType<DemandWindow>().ToArray();
        if (windows.Length == 0)
        {
            throw new RefusedException(
                $"No rule of {Path.Combine(wanted.Configuration, "fleet.yml")} asks for servers for {played[0].Home} v {played[0].Away} or "
                    + $"another fixture of {Iso(wanted.Day)}: "
                + $"add one under demand, such as - {{competition: {played[0].Competition}, servers: 6}}, or name another configuration "
                + $"with --config.");
        }

        return new DayPlan
        {
            Day = wanted.Day,
            All = read.Fixtures,
            Fixtures = [.. windows.Select(window => window.Fixture).Distinct().OrderBy(fixture => fixture.Kickoff ?? Instant.MinValue)],
            Pools = pools,
            From = windows.Min(window => window.Start) - Before,
            Until = windows.Max(window => window.End),
            Notes = [
                .. notes, .. read.Notes,
                .. read.Rejected.Select(row => $"{Path.GetFileName(wanted.FixturesFile)}:{row.Line}: left out: {row.Reason}")],
        };
    }

    private static (ImportResult Read, ImmutableArray<string> Notes) ReadFile(Wanted wanted, Instant now)
    {
        var text = File.ReadAllText(wanted.FixturesFile);
        try
        {
            return (FixtureFile.Read(wanted.FixturesFile, text, wanted.Zone, null, now), []);
        }
        catch (FixtureFileException) when (wanted.Zone is null)
        {
            // Most files of this kind say no zone; the day is played all the same, and said how.
            var read = FixtureFile.Read(wanted.FixturesFile, text, "Etc/UTC", null, now);
            return (
                read,
                [
                    $"{Path.GetFileName(wanted.FixturesFile)} names no time zone: its times are taken as UTC; --zone Europe/Berlin, for "
                        + $"example, says another."]);
        }
    }

    private static string Days(IEnumerable<Fixture> fixtures)
    {
        var days = fixtures.Select(fixture => fixture.Day).Distinct().Order().ToArray();
        return days.Length > 6
            ? $"{string.Join(", ", days.Take(6).Select(Iso))} and {days.Length - 6} more days"
            : string.Join(", ", days.Select(Iso));
    }

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
