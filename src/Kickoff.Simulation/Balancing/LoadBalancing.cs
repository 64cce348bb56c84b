using System.Collections.Immutable;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Ec2;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Balancing;

/// <summary>Classic load balancers and target groups. What has effect is told to the witness.</summary>
public sealed class LoadBalancing(VirtualTime time, Ec2Account ec2, IWitness witness)
{
    /// <summary>Good answers in a row before a server takes traffic.</summary>
    private static readonly Duration Healthy = Duration.FromSeconds(15);

    private readonly SortedDictionary<string, Balancer> _balancers = new(StringComparer.Ordinal);

    public IEnumerable<Balancer> All => _balancers.Values;

    /// <summary>How long a target group finishes connections.</summary>
    public Duration DeregistrationDelay { get; set; } = Duration.FromMinutes(2);

    public Balancer Add(LoadBalancer which) => _balancers[which.Key] = new Balancer(which);

    public Balancer? Find(LoadBalancer which) => _balancers.GetValueOrDefault(which.Key) is { Exists: true } found ? found : null;

    public RegistrationAnswer Register(Invocation by, LoadBalancer which, IReadOnlyCollection<InstanceId> servers, bool notThereYet)
    {
        if (Find(which) is not { } balancer)
        {
            return new RegistrationAnswer.NoSuchLoadBalancer();
        }

        foreach (var id in servers)
        {
            if (!Accepts(which, ec2.Find(id), notThereYet))
            {
                witness.Refused(by, which, [.. servers.Where(other => Accepts(which, ec2.Find(other), notThereYet))]);
                return new RegistrationAnswer.InvalidInstance($"Could not find EC2 instance {id}.");
            }
        }

        foreach (var id in servers)
        {
            var already = balancer.Has(id);
            balancer.Add(id, time.Now);
            witness.Registered(by, which, id, already);
        }

        return new RegistrationAnswer.Accepted();
    }

    public RegistrationAnswer Deregister(Invocation by, LoadBalancer which, IReadOnlyCollection<InstanceId> servers)
    {
        if (Find(which) is not { } balancer)
        {
            return new RegistrationAnswer.NoSuchLoadBalancer();
        }

        // A classic load balancer knows no instance that EC2 has forgotten; a target group takes out what is not there.
        foreach (var id in servers.Where(id => which is ClassicLoadBalancer && Forgotten(id)))
        {
            return new RegistrationAnswer.InvalidInstance($"Could not find EC2 instance {id}.");
        }

        foreach (var id in servers)
        {
            var listed = balancer.Has(id);
            balancer.Remove(id, time.Now, which is TargetGroup ? time.Now + DeregistrationDelay : time.Now);
            witness.Deregistered(by, which, id, listed);
        }

        return new RegistrationAnswer.Accepted();

        bool Forgotten(InstanceId id) => ec2.Find(id) is not { } server || server.Terminated + Duration.FromHours(1) < time.Now;
    }

    /// <summary>The list as a copy of it that is <paramref name="behind"/> has it.</summary>
    public MembersAnswer Members(LoadBalancer which, Duration behind)
    {
        if (Find(which) is not { } balancer)
        {
            return new MembersAnswer.NoSuchLoadBalancer();
        }

        var members = ImmutableDictionary.CreateBuilder<InstanceId, MemberHealth>();
        foreach (var (id, since, draining) in balancer.ListedAt(time.Now - behind))
        {
            members[id] = draining ? MemberHealth.Draining : Health(ec2.Find(id), since);
        }

        return new MembersAnswer.Listed(members.ToImmutable());
    }

    /// <summary>Takes traffic right now, behind every one of these.</summary>
    public bool InService(Ec2Instance server, IEnumerable<LoadBalancer> named) =>
        named.All(which => Find(which)?.Since(server.Id) is { } since && Health(server, since) == MemberHealth.InService);

    /// <summary>ELB takes out by itself what EC2 has ended.</summary>
    public void DropEnded(InstanceId server)
    {
        foreach (var balancer in All)
        {
            balancer.Remove(server, time.Now, time.Now);
        }
    }

    private MemberHealth Health(Ec2Instance? server, Instant since) =>
        server is not null && since + Healthy <= time.Now && server.Answers(time.Now) && server.ReadyAt + Healthy <= time.Now
            ? MemberHealth.InService
            : MemberHealth.OutOfService;

    /// <summary>A classic load balancer takes any instance that is not ended; a target group only a running one.</summary>
    private bool Accepts(LoadBalancer which, Ec2Instance? server, bool notThereYet)
    {
        if (server is null || server.Now.State is InstanceState.ShuttingDown or InstanceState.Terminated)
        {
            return false;
        }

        var young = time.Now < server.Now.LaunchTime + Duration.FromMinutes(3);
        return !(notThereYet && young) && (which is ClassicLoadBalancer || server.Now.State == InstanceState.Running);
    }
}
