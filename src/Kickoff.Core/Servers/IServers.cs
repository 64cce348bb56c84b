using System.Collections.Immutable;

namespace Kickoff.Core.Servers;

/// <summary>What EC2 says of servers. Every method throws UnavailableException when EC2 could not answer.</summary>
public interface IServers
{
    /// <summary>
    /// The servers with these ids, in any state, by <c>instance-id</c> filter: an id EC2 does not (yet) show is absent, not an error.
    /// </summary>
    Task<ImmutableArray<Server>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel);

    /// <summary>The live servers with this private DNS name; EC2 reuses the name of a terminated one.</summary>
    Task<ImmutableArray<Server>> FindLiveByPrivateDnsNameAsync(string privateDnsName, CancellationToken cancel);

    /// <summary>Every server of account and region in one of these states: one paged DescribeInstances.</summary>
    Task<ImmutableArray<Server>> ListAsync(IReadOnlyCollection<InstanceState> states, CancellationToken cancel);
}
