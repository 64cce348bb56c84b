using System.Collections.Immutable;
using Kickoff.Core.Configuration;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using Kickoff.Fixtures;
using Kickoff.Simulation.Season;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Simulation.Tests;

public sealed class SeasonTests
{
    private static readonly Instant Imported = Instant.FromUtc(2026, 1, 1, 0, 0);

    private static readonly string Folder = AppContext.BaseDirectory;

    [Fact]
    public void No_kickoff_of_a_Bundesliga_season_is_missed_when_nothing_fails()
    {
        var report = Replay(neverUp: 0);

        // One match of 306 was awarded, and asks for nothing.
        Assert.Equal(305, report.Kickoffs.Length);
        Assert.Equal(0, report.Missed);
        Assert.Equal(0, report.Alarms);
        Assert.All(report.Pools, pool => Assert.True(pool.ServerHours < pool.AlwaysAtPeak / 2));
    }

    [Fact]
    public void Servers_that_never_come_up_are_replaced_and_seen_in_the_report()
    {
        var sound = Replay(neverUp: 0);
        var faulty = Replay(neverUp: 0.2);

        Assert.True(faulty.Pools[0].Servers > sound.Pools[0].Servers);
    }

    /// <summary>
    /// La Liga plays at 16:15 and 18:30, the Champions League at 18:45 and 21:00; elsewhere a match begins every half hour.
    /// </summary>
    [Theory]
    [InlineData("30m", "5m", "16:15 18:30")]
    [InlineData("2h", "15m", "16:15 18:30")]
    [InlineData("30m", "5m", "14:00 14:30 15:00")]
    [InlineData("30m", "5m", "18:00 18:35")]
    [InlineData("30m", "15m", "18:00 18:45")]
    [InlineData("30m", "5m", "15:30")]
    public void Where_nothing_fails_no_staggered_kickoff_is_missed_and_nobody_is_paged(string readyBefore, string bootTime, string times)
    {
        var report = SeasonReplay.Run(new SeasonRequest { Pools = Pools(readyBefore, bootTime), Fixtures = Stagger(times) });

        Assert.Equal(24 * times.Split(' ').Length, report.Kickoffs.Length);
        Assert.Equal((0, 0), (report.Missed, report.Alarms));
    }

    [Fact]
    public void Servers_that_EC2_does_not_have_page_somebody()
    {
        var report = SeasonReplay.Run(new SeasonRequest
        {
            Pools = Pools("30m", "5m"),
            Fixtures = Stagger("16:15 18:30"),
            Shortages = new Shortages(0.9, Duration.FromHours(1)),
        });

        var late = report.Kickoffs.Where(kickoff => kickoff.Missed && !(kickoff.Lateness < Duration.FromMinutes(4))).ToArray();
        Assert.NotEmpty(late);
        Assert.All(late, kickoff => Assert.True(kickoff.Paged, $"{kickoff.Kickoff}: {kickoff.Ready} of {kickoff.Due}"));
    }

    private static ImmutableArray<Fixture> Stagger(string times) =>
        [.. Enumerable.Range(1, 24).SelectMany(day => times.Split(' ').Select(time => Match(new LocalDate(2026, 9, day), time)))];

    private static Fixture Match(LocalDate day, string time) => new()
    {
        Key = new FixtureKey("Stagger", $"{day.Day}-{time}"),
        Round = "Matchday 1",
        Home = $"T{day.Day}{time}",
        Away = $"U{day.Day}{time}",
        Kickoff = day.At(LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value).InUtc().ToInstant(),
        Day = day,
        Zone = "Etc/UTC",
        Status = FixtureStatus.Timed,
        Source = "test",
        ImportedAt = Imported,
    };

    private static ImmutableArray<Pool> Pools(string readyBefore, string bootTime)
    {
        var pool = Pools()[0];
        return
        [
            pool with
            {
                Capacity = pool.Capacity with
                {
                    ReadyBefore = Parse(readyBefore),
                    BootTime = Parse(bootTime),
                    BootDeadline = Parse(bootTime) * 3,
                    Demand = [new DemandRule(null, null, null, 4)],
                },
            },
        ];

        static Duration Parse(string text) => DurationText.TryParse(text, out var duration) ? duration : throw new FormatException(text);
    }

    private static SeasonReport Replay(double neverUp) => SeasonReplay.Run(new SeasonRequest
    {
        Pools = Pools(),
        Fixtures = FixtureFile.Read(
            "bundesliga-2024-25.json", File.ReadAllText(Path.Combine(Folder, "fixtures", "bundesliga-2024-25.json")), "Europe/Berlin", null,
            Imported).Fixtures,
        NeverUp = neverUp,
    });

    private static ImmutableArray<Pool> Pools() =>
        FleetFile.Read("fleet.yml", File.ReadAllText(Path.Combine(Folder, "fleet.yml")), _ => "#!/bin/sh\n");
}
