using System.Collections.Immutable;
using Amazon.EC2.Model;
using Kickoff.Cloud;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.Time;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Time;
using NodaTime;
using InstanceState = Kickoff.Core.Servers.InstanceState;
using Tag = Amazon.EC2.Model.Tag;

namespace Kickoff.Simulation.Drills;

/// <summary>What people and AWS do to servers and load balancers in the middle of a drill.</summary>
public sealed class OperatorActs(AwsAccount account, Scene scene, Weather weather, Faults faults, Referee referee)
{
    private static readonly FaultKind[] Acts =
    [
        FaultKind.CapacityGone, FaultKind.CapacityShort, FaultKind.LoadBalancerRecreated, FaultKind.DeregisteredByHand,
        FaultKind.TerminatedByHand,
        FaultKind.StoppedByHand, FaultKind.StoppedByHand, FaultKind.StartedByHand, FaultKind.StartedByHand, FaultKind.ProtectedByHand,
        FaultKind.EndingForbiddenByHand, FaultKind.LaunchedByHand, FaultKind.ImageBroken,
    ];

    private static readonly Duration YoungLaunch = Duration.FromMinutes(10);

    private readonly Dice _dice = account.Dice;

    /// <summary>A server of a stranger and one of an operator are launched by hand: their boots are as good as any.</summary>
    public bool ByHand { get; private set; }

    /// <summary>Who is there before Kickoff is: servers nobody may touch, and some that people look after themselves.</summary>
    public void SetTheScene()
    {
        var stranger = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add(KickoffTags.Stack, Scene.OtherStack).Add(KickoffTags.Pool, scene.Pools[0].Name);
        Launch(["sg-web"], stranger);
        Launch(["sg-office"], stranger);
        Launch(["sg-api"], Server.NoTags);
        var pet = Launch(["sg-office"], Server.NoTags);
        account.Balancing.Find(Scene.Web)!.Add(new(pet.Id), account.Time.Now);
        referee.RegisteredByHand(pet.Id, Scene.Web);
    }

    public void Plan(Instant from, Instant until)
    {
        for (var number = _dice.Between(0, 12); number > 0; number--)
        {
            account.Time.At(from + _dice.Between(Duration.FromMinutes(1), until - from), () => Act(_dice.Of(Acts)));
        }
    }

    /// <summary>Somebody thinks better of a server while its registration is under way for long.</summary>
    public void RegistersSlowly(Invocation caller)
    {
        var claimed = referee.Ledger.Memberships.Values
            .Where(membership => membership is { Wanted: Wanted.In, Owner: { } owner } && Referee.IsOf(caller, owner))
            .Select(membership => account.Ec2.Find(membership.Key.Instance)).OfType<Ec2Instance>().Where(IsUp).ToArray();
        if (claimed.Length > 0 && _dice.Of(claimed) is var server && weather.Strikes(FaultKind.StoppedByHand, 0.5, () => server.Id.Value))
        {
            faults.Trouble(account.Time.Now + DrillBoots.BackOff);
            account.Ec2.Stop(server);
        }
    }

    private void Act(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.CapacityGone:
                Limit(kind, 0);
                break;
            case FaultKind.CapacityShort:
                Limit(kind, _dice.Between(1, 3));
                break;
            case FaultKind.LoadBalancerRecreated:
                Recreate();
                break;
            case FaultKind.ImageBroken when weather.Strikes(kind, 1, () => "launches die until it is put right"):
                faults.ImageBrokenUntil = Instant.Min(
                    account.Time.Now + _dice.Between(Duration.FromMinutes(10), Duration.FromMinutes(40)), scene.CalmFrom);
                faults.Trouble(faults.ImageBrokenUntil + DrillBoots.BackOff);
                break;
            case FaultKind.LaunchedByHand when weather.Strikes(kind, 1, () => "a server in a mapped group"):
                Launch([_dice.Of(["sg-web", "sg-api"])], Server.NoTags);
                break;
            case FaultKind.StartedByHand:
                To(kind, server => server.Now.State == InstanceState.Stopped, server =>
                {
                    referee.BootedByHand(server);
                    ByHandDo(() => account.Ec2.StartAgain(server));
                });
                break;
            case FaultKind.StoppedByHand:
                To(kind, IsUp, account.Ec2.Stop);
                break;
            case FaultKind.TerminatedByHand:
                To(kind, server => IsUp(server) || server.Now.State == InstanceState.Stopped, account.Ec2.End);
                break;
            case FaultKind.ProtectedByHand:
                To(kind, IsUp, server =>
                {
                    account.Ec2.Tag(server, Scene.ProtectTag, "yes");
                    referee.Protected(server);
                });
                break;
            case FaultKind.EndingForbiddenByHand:
                To(kind, IsUp, server => server.MayNotBeEnded = true);
                break;
            case FaultKind.DeregisteredByHand:
                Deregister();
                break;
            default:
                break;
        }
    }

    private void Limit(FaultKind kind, int left)
    {
        var subnet = _dice.Of(scene.Pools[0].Launch.Subnets);
        var types = _dice.Chance(0.7) ? scene.Pools[0].Launch.InstanceTypes : [_dice.Of(scene.Pools[0].Launch.InstanceTypes)];
        var lasts = _dice.Between(Duration.FromMinutes(2), Duration.FromMinutes(12));
        if (!weather.Strikes(kind, 1, () => $"{left} left of {string.Join(" and ", types)} in {subnet} for {lasts.TotalMinutes:0} minutes"))
        {
            return;
        }

        foreach (var type in types)
        {
            account.Ec2.Capacity.Limit(type, subnet, left);
            account.Time.After(lasts, () => account.Ec2.Capacity.Lift(type, subnet));
        }

        faults.Trouble(account.Time.Now + lasts);
    }

    private void Recreate()
    {
        var balancer = _dice.Of(account.Balancing.All.ToArray());
        var gone = _dice.Between(Duration.FromSeconds(5), Duration.FromMinutes(4));
        if (balancer.Exists && weather.Strikes(
            FaultKind.LoadBalancerRecreated, 1, () => $"{balancer.Which} is deleted, and made anew after {gone.TotalSeconds:0} s"))
        {
            balancer.Delete();
            referee.Deleted(balancer.Which);
            account.Time.After(gone, balancer.Recreate);
            faults.Breakdown(account.Time.Now + gone);
        }
    }

    private void Deregister()
    {
        var members = account.Balancing.All.SelectMany(balancer => balancer.Registered.Select(member => (balancer, member)))
            .Where(pair => referee.Ledger.Of(pair.member.Server).Any()).ToArray();
        if (members.Length > 0)
        {
            var (balancer, member) = _dice.Of(members);
            if (weather.Strikes(FaultKind.DeregisteredByHand, 1, () => $"{member.Server} at {balancer.Which}"))
            {
                balancer.Remove(member, account.Time.Now, account.Time.Now);
            }
        }
    }

    /// <summary>Something to one of our stack's servers.</summary>
    private void To(FaultKind kind, Func<Ec2Instance, bool> which, Action<Ec2Instance> what)
    {
        var servers = account.Ec2.Instances.Where(server => server.Now.Tag(KickoffTags.Stack) != Scene.OtherStack && which(server))
            .ToArray();
        if (servers.Length > 0)
        {
            var server = _dice.Of(servers);
            if (weather.Strikes(kind, 1, () => server.Id.Value))
            {
                if (kind is FaultKind.StoppedByHand or FaultKind.TerminatedByHand && server.Now.LaunchTime + YoungLaunch > account.Time.Now)
                {
                    // Its pool cannot tell this from a launch that died of itself.
                    faults.Trouble(account.Time.Now + DrillBoots.BackOff);
                }

                what(server);
            }
        }
    }

    private Ec2Instance Launch(string[] groups, ImmutableSortedDictionary<string, string> tags)
    {
        Ec2Instance? launched = null;
        ByHandDo(() => launched = account.Ec2.LaunchByHand(new RunInstancesRequest
        {
            ImageId = Scene.OldImage,
            InstanceType = "m7i.large",
            SubnetId = "subnet-a",
            SecurityGroupIds = [.. groups],
            TagSpecifications =
                [new TagSpecification { ResourceType = "instance",
                Tags = [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })] }],
        }));
        return launched!;
    }

    private void ByHandDo(Action act)
    {
        ByHand = true;
        act();
        ByHand = false;
    }

    private static bool IsUp(Ec2Instance server) => server.Now.State is InstanceState.Running or InstanceState.Pending;
}
