using System.Collections.Immutable;
using Kickoff.Cloud;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.Time;
using Kickoff.Core.Classification;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Simulation.Drills;

/// <summary>Where one drill plays: pools, load balancers, and what people import and hold, all from the seed.</summary>
public sealed class Scene
{
    public const string Stack = "the-stack";

    /// <summary>Another stack in the same account, with pools of the same names.</summary>
    public const string OtherStack = "another-stack";

    public const string ProtectTag = "kickoff:protect";

    public static readonly Instant Start = Instant.FromUtc(2012, 6, 28, 17, 0);

    /// <summary>The newest of those that pools look for by name; it is also named by its id.</summary>
    public const string NewestImage = "ami-00000000000000001";

    /// <summary>What people launch by hand.</summary>
    public const string OldImage = "ami-00000000000000002";

    private const string Canonical = "099720109477";

    public static readonly LoadBalancer Web = new ClassicLoadBalancer("web");
    public static readonly LoadBalancer Api = new TargetGroup(
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef", null);

    private const string WebGroup = "backend-production";
    private const string ApiGroup = "api-production";
    private const string Office = "office";

    private readonly int _pageSize;
    private readonly Duration _classicDraining;

    private Scene(
        int pageSize, Duration classicDraining, ImmutableArray<Pool> pools, ImmutableArray<Fixture> fixtures,
        ImmutableArray<(Instant At, Demand What)> demands, Instant calmFrom, Instant end)
    {
        _pageSize = pageSize;
        _classicDraining = classicDraining;
        Pools = pools;
        Fixtures = fixtures;
        Demands = demands;
        CalmFrom = calmFrom;
        End = end;
    }

    /// <summary>What the account has before the day begins.</summary>
    public void Prepare(AwsAccount account)
    {
        var region = account.Ec2.Region;
        region.PageSize = _pageSize;
        foreach (var (id, name) in SecurityGroups)
        {
            region.SecurityGroups[id] = name;
        }

        region.Subnets["subnet-a"] = new Subnet("subnet-a", "eu-west-1a");
        region.Subnets["subnet-b"] = new Subnet("subnet-b", "eu-west-1b");
        region.KeyPairs.Add("operators");
        region.InstanceProfiles.Add("backend");
        // In no order; neither another owner's, nor one that is not there yet, nor one of another name is the newest.
        foreach (var number in Enumerable.Range(10, 8))
        {
            region.Images.Add(new MachineImage($"ami-{number:x17}", Canonical, $"ubuntu-{number}", $"2012-05-{number:00}T00:00:00.000Z"));
        }

        region.Images.Add(
            new MachineImage("ami-00000000000000003", Canonical, "ubuntu-next", "2012-06-28T00:00:00.000Z", State: "pending"));
        region.Images.Add(new MachineImage("ami-00000000000000004", "123456789012", "ubuntu-of-ours", "2012-06-27T00:00:00.000Z"));
        region.Images.Add(new MachineImage(OldImage, Canonical, "debian-6", "2012-06-26T00:00:00.000Z"));
        region.Images.Add(new MachineImage(NewestImage, Canonical, "ubuntu-12", "2012-06-01T00:00:00.000Z"));
        foreach (var loadBalancer in LoadBalancers)
        {
            account.Balancing.Add(loadBalancer).Draining = loadBalancer is TargetGroup ? Duration.FromMinutes(2) : _classicDraining;
        }
    }

    public static ImmutableArray<LoadBalancer> LoadBalancers { get; } = [Web, Api];

    /// <summary>Names of security groups by id; launches say ids.</summary>
    public static ImmutableDictionary<string, string> SecurityGroups { get; } =
        ImmutableDictionary<string, string>.Empty.Add("sg-web", WebGroup).Add("sg-api", ApiGroup).Add("sg-office", Office);

    public static NodeGroups Groups { get; } = new(
        ImmutableSortedDictionary.Create<string, NodeGroup>(StringComparer.Ordinal)
            .Add(WebGroup, Group(WebGroup, "loadbalancer_name", "web"))
            .Add(ApiGroup, Group(ApiGroup, "target_group_arn", ((TargetGroup)Api).Arn)),
        null);

    public ImmutableArray<Pool> Pools { get; }

    public ImmutableArray<Fixture> Fixtures { get; }

    public ImmutableArray<(Instant At, Demand What)> Demands { get; }

    /// <summary>From here on nothing goes wrong any more, and everything must come right.</summary>
    public Instant CalmFrom { get; }

    public Instant End { get; }

    public static Scene Of(Dice dice)
    {
        var calmFrom = Start + Minutes(dice.Between(35, 60));
        var pools = ImmutableArray.Create(PoolOf("backend", dice.Chance(0.3) ? ["sg-web", "sg-api"] : ["sg-web", "sg-office"], dice));
        if (dice.Chance(0.4))
        {
            pools = pools.Add(PoolOf("api", ["sg-api"], dice));
        }

        var fixtures = ImmutableArray.CreateBuilder<Fixture>();
        var demands = ImmutableArray.CreateBuilder<(Instant, Demand)>();
        for (var number = dice.Between(1, 4); number > 0; number--)
        {
            // Some are about to end when the drill begins, some begin in the middle of it.
            var kickoff = dice.Chance(0.3) ? Start - Minutes(dice.Between(60, 115)) : Start + Minutes(dice.Between(8, 60));
            var fixture = FixtureOf(number, kickoff) with { Knockout = dice.Chance(0.3) };
            fixtures.Add(fixture);
            if (dice.Chance(0.3))
            {
                var status = dice.Of([FixtureStatus.Finished, FixtureStatus.Postponed, FixtureStatus.InPlay]);
                demands.Add((Between(dice, calmFrom), new Demand.Imported(fixture with { Status = status })));
            }
            else if (dice.Chance(0.3))
            {
                demands.Add(
                    (Between(dice, calmFrom), new Demand.Imported(
                    fixture with { Kickoff = kickoff + Minutes(dice.Of([-30, -10, 10, 30])) })));
            }
        }

        for (var number = dice.Between(0, 6); number > 0; number--)
        {
            var at = Between(dice, calmFrom);
            var pool = dice.Of(pools);
            demands.Add((at, dice.Chance(0.25)
                ? new Demand.Released(pool.Name)
                : new Demand.Held(new Hold(
                    pool.Name, dice.Of([HoldKind.AtLeast, HoldKind.Exactly]), dice.Between(0, pool.Capacity.Maximum + 1), at,
                    at + Minutes(dice.Of([2, 3, 5, 10, 20])), "ops", "drill"))));
        }

        // When it is calm nothing is planned anew, so that the fleet comes to rest: up, with matches that go on, or down.
        demands.AddRange(pools.Select(pool => (calmFrom, (Demand)new Demand.Released(pool.Name))));
        var ends = dice.Chance(0.5);
        demands.AddRange(fixtures.Select(fixture => (calmFrom, (Demand)new Demand.Imported(
            fixture with { Status = ends || fixture.Kickoff > calmFrom + Minutes(10) ? FixtureStatus.Postponed : FixtureStatus.InPlay }))));
        return new Scene(
            dice.Of([1000, 1000, 5]), dice.Of([Duration.Zero, Minutes(1), Minutes(2)]), pools, fixtures.ToImmutable(),
            [.. demands.OrderBy(demand => demand.Item1)], calmFrom, calmFrom + Minutes(45));
    }

    private static Instant Between(Dice dice, Instant calmFrom) => Start + dice.Between(Duration.FromMinutes(2), calmFrom - Start);

    private static Pool PoolOf(string name, ImmutableArray<string> groups, Dice dice)
    {
        var boot = Minutes(dice.Between(2, 5));
        var maximum = dice.Between(5, 9);
        return new Pool
        {
            Name = name,
            Launch = new LaunchSpecification
            {
                Image = dice.Chance(0.5) ? new ImageSource.Fixed(NewestImage) : new ImageSource.Newest(Canonical, "ubuntu-*"),
                InstanceTypes = ["m7i.large", "m6i.large"],
                Subnets = ["subnet-a", "subnet-b"],
                SecurityGroups = groups,
                KeyName = dice.Chance(0.5) ? "operators" : null,
                InstanceProfile = dice.Chance(0.5) ? "backend" : null,
                UserData = dice.Chance(0.5) ? "#!/bin/sh\necho Anstoß\n" : null,
            },
            Capacity = new CapacityPolicy
            {
                Minimum = dice.Between(0, 2),
                Maximum = maximum,
                ReadyBefore = Minutes(dice.Between(4, 10)),
                BootTime = boot,
                BootDeadline = boot + Minutes(dice.Between(2, 5)),
                StayAfter = Minutes(dice.Between(0, 5)),
                Overlap = dice.Of([Overlap.Sum, Overlap.Max]),
                ScaleIn = new ScaleIn(dice.Of([25, 50, 100]), Minutes(dice.Of([1, 2, 3]))),
                Demand = [new DemandRule("Germany", null, null, dice.Between(3, maximum)), new DemandRule(
                    null, null, null, dice.Between(1, maximum))],
            },
            Drain = Minutes(dice.Between(1, 4)),
            ProtectTag = ProtectTag,
        };
    }

    private static Fixture FixtureOf(int number, Instant kickoff) => new()
    {
        Key = new("Euro 2012", $"match-{number}"),
        Round = "Semi-finals",
        Home = number % 2 == 0 ? "Germany" : "Portugal",
        Away = number % 2 == 0 ? "Italy" : "Spain",
        Kickoff = kickoff,
        Day = kickoff.InUtc().Date,
        Zone = "UTC",
        Source = "drill",
        ImportedAt = Start,
    };

    private static NodeGroup Group(string name, string parameter, string value) => new(
        name, 0, ImmutableSortedDictionary<string, Value.Map>.Empty, null,
        ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal).Add(parameter, new Value.Text(value)));

    private static Duration Minutes(int minutes) => Duration.FromMinutes(minutes);
}

/// <summary>What people do that changes how many servers are planned.</summary>
public abstract record Demand
{
    private Demand()
    {
    }

    /// <summary>A fixture is imported again, moved or with another status.</summary>
    public sealed record Imported(Fixture Fixture) : Demand;

    public sealed record Held(Hold Hold) : Demand;

    public sealed record Released(string Pool) : Demand;
}
