using System.Collections.Immutable;
using Kickoff.Core.Configuration;
using Kickoff.Core.Scaling;
using Kickoff.Fixtures;
using Kickoff.Simulation.Season;
using NodaTime;

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
        Assert.All(report.Pools, pool => Assert.True(pool.ServerHours < pool.AlwaysAtPeak / 2));
    }

    [Fact]
    public void Servers_that_never_come_up_are_replaced_and_seen_in_the_report()
    {
        var sound = Replay(neverUp: 0);
        var faulty = Replay(neverUp: 0.2);

        Assert.True(faulty.Pools[0].Servers > sound.Pools[0].Servers);
    }

    private static SeasonReport Replay(double neverUp) => SeasonReplay.Run(new SeasonRequest
    {
        Pools = Pools(),
        Fixtures = FixtureFile.Read("bundesliga-2024-25.json", File.ReadAllText(Path.Combine(Folder, "fixtures", "bundesliga-2024-25.json")), "Europe/Berlin", null, Imported).Fixtures,
        NeverUp = neverUp,
    });

    private static ImmutableArray<Pool> Pools() => FleetFile.Read("fleet.yml", File.ReadAllText(Path.Combine(Folder, "fleet.yml")), _ => "#!/bin/sh\n");
}
