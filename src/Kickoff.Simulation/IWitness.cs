using System.Collections.Immutable;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Ec2;
using Kickoff.Simulation.Time;

namespace Kickoff.Simulation;

/// <summary>Sees everything that takes effect in the cloud, at the moment at which it does.</summary>
public interface IWitness
{
    /// <summary>EC2 launched these; <paramref name="again"/>: it only repeated its answer to an earlier request with this token.</summary>
    void Launched(Invocation by, LaunchIntent intent, IReadOnlyList<Ec2Instance> servers, bool again)
    {
    }

    void NoCapacity(LaunchIntent intent)
    {
    }

    /// <summary>EC2 is about to end this one, on a function's request.</summary>
    void Ending(Invocation by, Ec2Instance server)
    {
    }

    /// <summary>A load balancer takes a server; <paramref name="already"/>: it had it.</summary>
    void Registered(Invocation by, LoadBalancer loadBalancer, InstanceId server, bool already)
    {
    }

    /// <summary>A load balancer took none of a call's servers because of some; these it would have taken.</summary>
    void Refused(Invocation by, LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> others)
    {
    }

    void Deregistered(Invocation by, LoadBalancer loadBalancer, InstanceId server, bool listed)
    {
    }

    void MembershipWritten(Invocation by, Membership membership)
    {
    }

    void LaunchWritten(Invocation by, LaunchIntent? before, LaunchIntent after)
    {
    }

    void DrainsWritten(Invocation by, string pool, IReadOnlyCollection<Drain> drains)
    {
    }

    void DrainsRemoved(Invocation by, string pool, IReadOnlyCollection<InstanceId> servers)
    {
    }

    void TerminationsNoted(Invocation by, ImmutableArray<Termination> terminations)
    {
    }

    /// <summary>A server changed its state, for whatever reason.</summary>
    void Became(Ec2Instance server, InstanceState state)
    {
    }
}
