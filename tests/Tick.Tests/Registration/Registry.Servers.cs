using System.Collections.Immutable;
using Amazon.EC2.Model;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;
using InstanceState = Kickoff.Core.Servers.InstanceState;
using TargetGroup = Kickoff.Core.Registration.TargetGroup;

namespace Kickoff.Tick.Tests.Registration;

/// <summary>Here: what is in EC2 and behind the load balancers.</summary>
internal sealed partial class Registry
{
    private static readonly Duration Moment = Duration.FromSeconds(1);

    private Boot _boot;

    /// <summary>How long a stop or an end takes.</summary>
    public Duration Down { get; set; }

    /// <summary>So long a server is pending that is to be.</summary>
    public Duration Pending { get; set; } = Duration.FromDays(1);

    /// <summary>So long DescribeInstances does not show what is launched from now on.</summary>
    public Duration Hidden { get; set; }

    /// <summary>The private address of what is launched from now on; null: the next that is free.</summary>
    public string? Address { get; set; }

    /// <summary>Every server there is, as it is.</summary>
    public ImmutableArray<Server> All => [.. Account.Ec2.Instances.Select(server => server.Now)];

    /// <summary>An id that EC2 has nothing for.</summary>
    public static InstanceId Id(int number) => InstanceId.Parse($"i-{number:x17}");

    /// <summary>A server that was launched two minutes ago.</summary>
    public Server Server(InstanceState state = InstanceState.Running, params string[] groups) =>
        Servers(1, state, groups).Single();

    public ImmutableArray<Server> Servers(int count, InstanceState state = InstanceState.Running, params string[] groups)
    {
        _boot = new Boot(state == InstanceState.Pending ? Pending : Duration.Zero, Duration.Zero, null, Hidden);
        var launched = Enumerable.Range(0, count).Select(_ => Launch(groups.Length > 0 ? groups : ["web"])).ToArray();
        Now += Moment;
        foreach (var server in launched)
        {
            Become(server, state);
        }

        Now += Duration.FromMinutes(2) - Moment;
        return [.. launched.Select(server => server.Now)];
    }

    /// <summary>The same server once people, or EC2, have brought it there.</summary>
    public Server Becomes(Server server, InstanceState state, bool newBoot = false)
    {
        var instance = Account.Ec2.Find(server.Id)!;
        if (newBoot)
        {
            Become(instance, InstanceState.Stopped);
        }

        Become(instance, state);
        return instance.Now;
    }

    public Server Tag(Server server, string key, string value)
    {
        var instance = Account.Ec2.Find(server.Id)!;
        Account.Ec2.Tag(instance, key, value);
        return instance.Now;
    }

    public Server Regroup(Server server, params string[] groups)
    {
        var instance = Account.Ec2.Find(server.Id)!;
        Account.Ec2.Regroup(instance, groups);
        return instance.Now;
    }

    public Balancer At(LoadBalancer which) => _balancers[which];

    public ImmutableSortedSet<InstanceId> Members(LoadBalancer which) => [.. _balancers[which].Members];

    /// <summary>An operator registers it by hand.</summary>
    public void List(LoadBalancer which, InstanceId server) => _balancers[which].Add(new(server, which is TargetGroup ? Port : 0), Now);

    /// <summary>An operator deletes it and makes it anew: it lists nobody.</summary>
    public void Recreate(LoadBalancer which)
    {
        _balancers[which].Delete();
        _balancers[which].Recreate();
    }

    public int Registrations(InstanceId id) => Calls.Count(call => call.What == "register" && call.Instances.Contains(id));

    Boot IBoots.Next() => _boot;

    Duration IBoots.Down() => Down;

    private Ec2Instance Launch(string[] groups) => Account.Ec2.LaunchByHand(new RunInstancesRequest
    {
        ImageId = "ami-00000000000000001",
        InstanceType = "m7i.large",
        SubnetId = "subnet-a",
        PrivateIpAddress = Address,
        SecurityGroupIds = [.. groups.Select(group => $"sg-{group}")],
    });

    private void Become(Ec2Instance server, InstanceState state)
    {
        switch (state)
        {
            case InstanceState.Stopping or InstanceState.Stopped:
                Account.Ec2.Stop(server);
                break;
            case InstanceState.ShuttingDown or InstanceState.Terminated:
                Account.Ec2.End(server);
                break;
            default:
                if (server.Now.State != InstanceState.Stopped)
                {
                    return;
                }

                _boot = new Boot(Duration.Zero, Duration.Zero, null, default);
                Account.Ec2.StartAgain(server);
                break;
        }

        // What takes no time is still to happen.
        if (state is InstanceState.Stopped or InstanceState.Terminated or InstanceState.Running)
        {
            _time.RunUntil(() => server.Now.State == state);
        }
    }
}
