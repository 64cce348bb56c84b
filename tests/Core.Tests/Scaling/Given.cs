using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>A pool, its fixtures and its servers, in few words.</summary>
internal static class Given
{
    public static readonly Instant Kickoff = Instant.FromUtc(2012, 6, 28, 18, 45);

    public static Pool Pool(int minimum = 2, int maximum = 40, Overlap overlap = Overlap.Sum, params DemandRule[] demand) => new()
    {
        Name = "backend",
        Launch = new LaunchSpecification
        {
            Image = new ImageSource.Fixed("ami-12345678"),
            InstanceTypes = ["m7i.large", "m6i.large"],
            Subnets = ["subnet-a", "subnet-b"],
            SecurityGroups = ["sg-1"],
        },
        Capacity = new CapacityPolicy
        {
            Minimum = minimum,
            Maximum = maximum,
            ReadyBefore = Duration.FromMinutes(30),
            BootTime = Duration.FromMinutes(5),
            BootDeadline = Duration.FromMinutes(15),
            StayAfter = Duration.FromMinutes(30),
            Overlap = overlap,
            ScaleIn = new ScaleIn(25, Duration.FromMinutes(5)),
            Demand = demand.Length > 0 ? [.. demand] : [new DemandRule(null, null, null, 20)],
        },
        Drain = Duration.FromMinutes(5),
        ProtectTag = "kickoff:protect",
    };

    public static Fixture Fixture(Instant? kickoff = null, string home = "Germany", string away = "Italy", bool timeless = false) => new()
    {
        Key = new FixtureKey("Euro 2012", $"{home}-{away}-{(kickoff ?? Kickoff).ToUnixTimeSeconds()}"),
        Round = "Semi-finals",
        Home = home,
        Away = away,
        Kickoff = timeless ? null : kickoff ?? Kickoff,
        Day = new LocalDate(2012, 6, 28),
        Zone = "Europe/Berlin",
        Source = "test",
        ImportedAt = Instant.FromUtc(2012, 6, 1, 0, 0),
    };

    public static PoolServer Server(int number, Instant launched, bool? inService = true, bool listed = true, Drain? drain = null,
        string subnet = "subnet-a", bool isProtected = false) =>
        new(
            new Server
            {
                Id = Id(number),
                State = InstanceState.Running,
                LaunchTime = launched,
                SubnetId = subnet,
                Tags = isProtected ? Servers.Server.NoTags.Add("kickoff:protect", "") : Servers.Server.NoTags,
            },
            inService,
            listed,
            drain)
        {
            Launch = "01902f2e-0000-7000-8000-000000000000",
        };

    public static InstanceId Id(int number) => InstanceId.Parse($"i-{number:x8}");

    public static FleetView Fleet(IEnumerable<PoolServer> servers, int unseen = 0, params LaunchIntent[] launches)
    {
        ImmutableArray<PoolServer> all = [.. servers];
        return new FleetView(all, [.. launches], [.. all.Select(server => server.Drain).OfType<Drain>()], unseen, 0);
    }

    public static CapacityPlan Plan(int desired, Instant at) => new("backend", at, desired, []);
}
