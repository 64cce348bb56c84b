using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// Once an hour: what of the coming fixtures a person should put right, days before it costs a match.
/// </summary>
/// <param name="fixtures">The table.</param>
/// <param name="pools">Whose rules ask for servers.</param>
/// <param name="settings">For how many coming days there is to be some fixture.</param>
/// <param name="journal">Where it is said.</param>
public sealed class FixtureWatch(
    IFixtures fixtures, ImmutableArray<Pool> pools, TickSettings settings, IJournal journal) : ILookAhead
{
    /// <summary>By then every league has fixed its kickoffs.</summary>
    private static readonly Duration TimesAreKnown = Duration.FromHours(72);

    /// <summary>So many coming days are looked at.</summary>
    private const int Ahead = 7;

    private const int Named = 3;

    public async Task LookAsync(Instant tick, CancellationToken cancel)
    {
        if (tick.InUtc().Minute != 0)
        {
            return;
        }

        try
        {
            var day = tick.InUtc().Date;
            LookAt(await fixtures.OnDaysAsync(day.PlusDays(-1), day.PlusDays(Math.Max(Ahead, settings.FixturesAhead)), cancel), tick);
        }
        catch (UnavailableException unavailable)
        {
            journal.Record(new(JournalLevel.Warning, "fixtures not known", settings.Stack, unavailable.Message));
        }
    }

    private void LookAt(ImmutableArray<Fixture> around, Instant tick)
    {
        Fixture[] coming = [.. around.Where(fixture => fixture.Retired is null && !fixture.Status.IsOff() && fixture.LatestEnd > tick)
            .OrderBy(fixture => fixture.Begin).ThenBy(fixture => fixture.Key.Id, StringComparer.Ordinal)];
        if (settings.FixturesAhead > 0 && !coming.Any(fixture => fixture.Day >= tick.InUtc().Date))
        {
            journal.Record(new(JournalLevel.Warning, "no fixtures", settings.Stack, string.Create(
                CultureInfo.InvariantCulture, $"the fixtures table has none for the coming {settings.FixturesAhead} days")));
            journal.Measure(Metrics.NoFixtures.Of(1));
        }

        Tell(
            Metrics.KickoffUnknown, "kickoff unknown", "so near nobody knows the time yet",
            coming.Where(fixture => fixture is { Kickoff: null, Length: null } && fixture.Begin - TimesAreKnown <= tick
                && DemandMatch.IsAskedFor(pools, fixture)));
        Tell(
            Metrics.RuleLost, "rule lost", "a rule of fleet.yml spoke of it, and none does now",
            coming.Where(fixture => fixture.HadRule && fixture.Begin <= tick + Duration.FromDays(Ahead)
                && !DemandMatch.IsSpokenOf(pools, fixture)));
        Tell(
            Metrics.FixtureMissing, "fixture missing", "its source does not have it any more; so near its kickoff it stays",
            coming.Where(fixture => fixture.Missing is not null));
    }

    private void Tell(MetricDefinition metric, string what, string reason, IEnumerable<Fixture> those)
    {
        Fixture[] all = [.. those];
        if (all.Length == 0)
        {
            return;
        }

        foreach (var fixture in all.Take(Named))
        {
            journal.Record(new(JournalLevel.Warning, what, fixture.Name, $"{fixture.Competition}, {fixture.Day:uuuu-MM-dd}: {reason}"));
        }

        journal.Measure(metric.Of(all.Length));
    }
}
