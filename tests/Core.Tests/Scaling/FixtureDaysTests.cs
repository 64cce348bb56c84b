using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>What the planner plans with all fixtures, a tick plans with those of the days that it reads.</summary>
public sealed class FixtureDaysTests
{
    /// <summary>The zones that are furthest from UTC, and those between that change their clocks.</summary>
    private static readonly string[] Zones = ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin", "America/New_York", "Etc/UTC"];

    private static readonly FixtureStatus[] Statuses =
        [FixtureStatus.Timed, FixtureStatus.InPlay, FixtureStatus.ExtraTime, FixtureStatus.Finished];

    [Fact]
    public void A_tick_plans_at_every_minute_what_the_planner_does_however_long_the_lead_and_the_tail_are()
    {
        // A seed of its own for each round: a failure names it.
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var pool = Given.Pool(minimum: 0, overlap: Overlap.Max) is var given ? given with
            {
                Capacity = given.Capacity with
                {
                    ReadyBefore = Minutes(random, CapacityPolicy.MostReadyBefore),
                    BootTime = Minutes(random, CapacityPolicy.MostBootDeadline) + Duration.FromMinutes(1),
                    StayAfter = Minutes(random, CapacityPolicy.MostStayAfter),
                    Demand = random.Next(2) == 0 ? given.Capacity.Demand : [given.Capacity.Demand[0] with
                    {
                        ReadyBefore = Minutes(random, CapacityPolicy.MostReadyBefore),
                        StayAfter = Minutes(random, CapacityPolicy.MostStayAfter),
                        Lasts = Minutes(random, Core.Fixtures.Fixture.MostLength),
                    }],
                },
            } : given;
            var fixture = Fixture(random);
            var window = DemandWindow.Of(fixture, pool.Capacity)!;

            var within = window.Start + ((window.End - window.Start) * random.NextDouble());
            Assert.All([window.Start, within, window.End - Duration.Epsilon], at =>
            {
                var (from, until) = FixtureDays.About([Given.Pool(), pool], at);
                var read = new[] { fixture }.Where(one => from <= one.Day && one.Day <= until);
                Assert.True(
                    CapacityPlanner.Plan([fixture], null, pool, at).Desired == CapacityPlanner.Plan(read, null, pool, at).Desired,
                    $"seed {seed}: {fixture.Day} of {fixture.Zone} is not read at {at}");
            });
        }
    }

    [Fact]
    public void A_usual_pool_reads_five_days_and_six_around_midnight()
    {
        Assert.Equal((new LocalDate(2012, 6, 25), new LocalDate(2012, 6, 29)), FixtureDays.About([Given.Pool()], Given.Kickoff));
        Assert.Equal(
            (new LocalDate(2012, 6, 25), new LocalDate(2012, 6, 30)),
            FixtureDays.About([Given.Pool()], Instant.FromUtc(2012, 6, 28, 23, 40)));
    }

    private static Fixture Fixture(Random random)
    {
        var zone = Zones[random.Next(Zones.Length)];
        var kickoff = Given.Kickoff + Duration.FromMinutes(random.Next(60 * 24));
        var fixture = Given.Fixture(kickoff, timeless: random.Next(4) == 0);
        return fixture with
        {
            Zone = zone,
            Day = kickoff.InZone(DateTimeZoneProviders.Tzdb[zone]).Date,
            Knockout = random.Next(2) == 0,
            Length = fixture.Kickoff is null || random.Next(2) == 0 ? null : Minutes(random, Core.Fixtures.Fixture.MostLength),
            Status = fixture.Kickoff is null ? FixtureStatus.Scheduled : Statuses[random.Next(Statuses.Length)],
            ImportedAt = kickoff + Duration.FromMinutes(random.Next(300)),
        };
    }

    private static Duration Minutes(Random random, Duration most) => Duration.FromMinutes(random.Next((int)most.TotalMinutes));
}
