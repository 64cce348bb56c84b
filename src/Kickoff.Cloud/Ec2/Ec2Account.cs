using Amazon.EC2.Model;
using Kickoff.Cloud.Time;
using Kickoff.Core.Servers;
using NodaTime;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Cloud.Ec2;

/// <summary>
/// EC2 in one account and region (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/): what takes effect is told to the witness. Here:
/// the instances, their lives, and what people do to them; calls are in the other parts. What goes in and what comes out is copied.
/// </summary>
public sealed partial class Ec2Account(VirtualTime time, Dice dice, IBoots boots, IEc2Witness witness, IStory story)
{
    /// <summary>So long EC2 still shows an instance that has ended: about an hour (UserGuide/terminating-instances.html).</summary>
    public static readonly Duration Remembered = Duration.FromHours(1);

    private readonly SortedDictionary<InstanceId, Ec2Instance> _instances = [];
    private int _launched;
    private long _reservations;

    public Ec2Region Region { get; } = new();

    public Ec2Capacity Capacity { get; } = new();

    public IEnumerable<Ec2Instance> Instances => _instances.Values;

    /// <summary>Told of every change to a state that the rule of its events lets through.</summary>
    public Action<Ec2Instance, InstanceState>? OnChange { get; set; }

    public Ec2Instance? Find(InstanceId id) => _instances.GetValueOrDefault(id);

    /// <summary>People launch one; what the request says is taken as it is.</summary>
    public Ec2Instance LaunchByHand(RunInstancesRequest request) => Start(request, ++_reservations);

    /// <summary>An operator's StopInstances.</summary>
    public void Stop(Ec2Instance server)
    {
        if (server.Now.State is not (InstanceState.Pending or InstanceState.Running))
        {
            return;
        }

        server.ReadyAt = null;
        var boot = ++server.Boot;
        Become(server, InstanceState.Stopping);
        time.After(boots.Down(), () =>
        {
            if (server.Boot == boot)
            {
                Become(server, InstanceState.Stopped);
            }
        });
    }

    /// <summary>An operator's StartInstances: a new boot, with a new launch time.</summary>
    public void StartAgain(Ec2Instance server)
    {
        if (server.Now.State == InstanceState.Stopped)
        {
            server.Change(server.Now with { LaunchTime = WholeSeconds(time.Now) }, time.Now);
            Become(server, InstanceState.Pending);
            BootUp(server, boots.Next());
        }
    }

    /// <summary>TerminateInstances of one, whoever asked for it.</summary>
    public void End(Ec2Instance server) => End(server, "Client.UserInitiatedShutdown: User initiated shutdown");

    /// <summary>Its application answers no health check any more in this boot.</summary>
    public static void Sicken(Ec2Instance server) => server.ReadyAt = null;

    private void End(Ec2Instance server, string reason)
    {
        if (server.Now.State is InstanceState.ShuttingDown or InstanceState.Terminated)
        {
            return;
        }

        server.ReadyAt = null;
        server.Boot++;
        server.Change(server.Now with { StateReason = reason }, time.Now);
        Become(server, InstanceState.ShuttingDown);
        time.After(boots.Down(), () =>
        {
            server.Terminated = time.Now;
            Become(server, InstanceState.Terminated);
            time.After(Remembered + Duration.FromMinutes(1), () => _instances.Remove(server.Id));
            // Sooner or later a terminated instance shows neither groups nor tags nor addresses.
            time.After(dice.Between(Duration.Zero, Duration.FromMinutes(10)), () => server.Change(
                new Server { Id = server.Id, State = InstanceState.Terminated, LaunchTime = server.Now.LaunchTime, StateReason = reason },
                time.Now));
        });
    }

    public void Tag(Ec2Instance server, string key, string? value) => server.Change(
        server.Now with { Tags = value is null ? server.Now.Tags.Remove(key) : server.Now.Tags.SetItem(key, value) }, time.Now);

    /// <summary>An operator's ModifyInstanceAttribute of the security groups, by their names.</summary>
    public void Regroup(Ec2Instance server, params IEnumerable<string> groups) =>
        server.Change(server.Now with { SecurityGroups = [.. groups.Order(StringComparer.Ordinal)] }, time.Now);

    private Ec2Instance Start(RunInstancesRequest request, long reservation)
    {
        var boot = boots.Next();
        var subnet = Region.Subnets[request.SubnetId];
        // Two networks of an account may use the same addresses.
        var address = request.PrivateIpAddress ?? $"10.0.{(_launched + 1) / 250}.{((_launched + 1) % 250) + 4}";
        var server = new Ec2Instance(
            new Server
            {
                // In no order, as EC2's ids are, and short enough to be told apart in a story.
                Id = InstanceId.Parse($"i-{dice.Between(1, 0xfff):x13}{++_launched:x4}"),
                State = InstanceState.Pending,
                LaunchTime = WholeSeconds(time.Now),
                SecurityGroups =
                    [.. (request.SecurityGroupIds ?? []).Select(id => Region.SecurityGroups[id]).Order(StringComparer.Ordinal)],
                Tags = Server.NoTags.AddRange((request.TagSpecifications ?? []).Where(tags => tags.ResourceType?.Value == "instance")
                    .SelectMany(tags => tags.Tags ?? []).Select(tag => KeyValuePair.Create(tag.Key, tag.Value ?? ""))),
                PrivateIp = address,
                PrivateDnsName = $"ip-{address.Replace('.', '-')}.eu-west-1.compute.internal",
                SubnetId = subnet.Id,
                AvailabilityZone = subnet.Zone,
                InstanceType = request.InstanceType.Value,
                ImageId = request.ImageId,
            },
            request,
            reservation,
            time.Now,
            time.Now + boot.Hidden);
        _instances[server.Id] = server;
        witness.Became(server, InstanceState.Pending);
        BootUp(server, boot);
        return server;
    }

    private void BootUp(Ec2Instance server, Boot boot)
    {
        var number = ++server.Boot;
        server.ReadyAt = boot.Ready is { } ready ? time.Now + ready : null;
        time.After(boot.Pending, () =>
        {
            if (server.Boot == number)
            {
                Become(server, InstanceState.Running);
            }
        });
        if (boot.Dies is { } dies)
        {
            time.After(dies, () =>
            {
                if (server.Boot == number)
                {
                    story.Tell("EC2", () => $"{server.Id} dies of itself");
                    End(server, boot.DiesOf);
                }
            });
        }
    }

    private void Become(Ec2Instance server, InstanceState state)
    {
        server.Change(server.Now with { State = state }, time.Now);
        story.Tell("EC2", () => $"{server.Id} is {state}");
        witness.Became(server, state);
        if (StateChangeRule.Passes(state))
        {
            OnChange?.Invoke(server, state);
        }
    }

    /// <summary>EC2 gives launch times in whole seconds.</summary>
    private static Instant WholeSeconds(Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
