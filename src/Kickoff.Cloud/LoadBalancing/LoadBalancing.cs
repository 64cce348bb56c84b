using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.Time;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Cloud.LoadBalancing;

/// <summary>
/// Classic load balancers and target groups of one account and region: what takes effect is told to the witness. Here: which there are, and
/// who serves; calls are in the other parts. What goes in and what comes out is copied.
/// </summary>
public sealed partial class LoadBalancing(VirtualTime time, Ec2Account ec2, IBalancingWitness witness)
{
    /// <summary>Good answers in a row before a server takes traffic.</summary>
    private static readonly Duration Healthy = Duration.FromSeconds(15);

    private readonly SortedDictionary<string, Balancer> _balancers = new(StringComparer.Ordinal);

    public IEnumerable<Balancer> All => _balancers.Values;

    /// <summary>A load balancer by its name, or a target group by its ARN, whatever port is named with it.</summary>
    public Balancer Add(LoadBalancer which) => _balancers[KeyOf(which)] = new Balancer(which);

    public Balancer? Find(LoadBalancer which) => Find(KeyOf(which));

    /// <summary>Takes traffic right now, behind every one of these.</summary>
    public bool InService(Ec2Instance server, IEnumerable<LoadBalancer> named) =>
        named.All(which => Find(which) is { } balancer && balancer.Since(server.Id) is { } since && Serves(balancer, server, since));

    /// <summary>
    /// Both kinds take out by themselves what EC2 has ended
    /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-deregister-register-instances.html).
    /// </summary>
    public void DropEnded(InstanceId server)
    {
        foreach (var balancer in All)
        {
            balancer.Drop(server, time.Now);
        }
    }

    private ListedMember Listed(Balancer balancer, InstanceId id, Instant since, bool draining)
    {
        var server = ec2.Find(id);
        return new ListedMember
        {
            State = server?.Now.State,
            IsDraining = draining,
            IsRouted = server is not null && IsRouted(balancer, server),
            Serves = server is not null && Serves(balancer, server, since),
            IsYoung = since + Healthy > time.Now,
        };
    }

    private static string KeyOf(LoadBalancer which) => which switch
    {
        ClassicLoadBalancer classic => ClassicKey(classic.Name),
        TargetGroup group => group.Arn,
        _ => throw new ArgumentOutOfRangeException(nameof(which), which, "neither classic nor a target group"),
    };

    private static string ClassicKey(string? name) => $"classic/{name}";

    private Balancer? Find(string key) => _balancers.GetValueOrDefault(key) is { Exists: true } found ? found : null;

    private bool Serves(Balancer balancer, Ec2Instance server, Instant since) =>
        IsRouted(balancer, server) && since + Healthy <= time.Now && server.Answers(time.Now) && server.ReadyAt + Healthy <= time.Now;

    private static bool IsRouted(Balancer balancer, Ec2Instance server) =>
        balancer.Zones is null || server.Now.AvailabilityZone is not { } zone || balancer.Zones.Contains(zone);

    /// <summary>A load balancer may not have heard yet of what was launched a moment ago.</summary>
    private bool HasHeardOf(Ec2Instance server, bool notThereYet) =>
        !(notThereYet && time.Now < server.Now.LaunchTime + Duration.FromMinutes(3));
}
