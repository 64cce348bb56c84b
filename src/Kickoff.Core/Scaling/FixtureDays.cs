using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// On which days a fixture may be that asks some pool for servers at an instant: so much is read of the table, no less and hardly more. A
/// fixture's day is that of its own zone, which may be a day before or after that of UTC.
/// </summary>
public static class FixtureDays
{
    public static (LocalDate From, LocalDate Until) About(IEnumerable<Pool> pools, Instant at) => About(pools, at, at);

    public static (LocalDate From, LocalDate Until) About(IEnumerable<Pool> pools, Instant from, Instant until)
    {
        var (ahead, behind) = (Duration.Zero, Duration.Zero);
        foreach (var pool in pools)
        {
            var rules = pool.Capacity.Demand;
            var readyBefore = rules.Select(rule => rule.ReadyBefore ?? Duration.Zero).Append(pool.Capacity.ReadyBefore).Max();
            var stayAfter = rules.Select(rule => rule.StayAfter ?? Duration.Zero).Append(pool.Capacity.StayAfter).Max();
            ahead = Duration.Max(ahead, readyBefore + pool.Capacity.BootTime);
            behind = Duration.Max(behind, Fixture.MostLength + stayAfter);
        }

        return ((from - behind).InUtc().Date.PlusDays(-1), (until + ahead).InUtc().Date.PlusDays(1));
    }
}
