using Amazon.EC2.Model;
using Kickoff.Core.Servers;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Cloud.Ec2;

/// <summary>Sees what takes effect in EC2, at the moment at which it does. Requests are as they came in.</summary>
public interface IEc2Witness
{
    /// <summary>EC2 launched these; <paramref name="again"/>: it only repeated its answer to an earlier request with this token.</summary>
    void Launched(RunInstancesRequest request, IReadOnlyList<Ec2Instance> servers, bool again)
    {
    }

    /// <summary>EC2 had none of what was asked for: no capacity, no address, no quota.</summary>
    void NoCapacity(RunInstancesRequest request)
    {
    }

    /// <summary>EC2 is about to end this one, because a caller asked for it.</summary>
    void Ending(Ec2Instance server)
    {
    }

    /// <summary>A server changed its state, for whatever reason.</summary>
    void Became(Ec2Instance server, InstanceState state)
    {
    }
}
