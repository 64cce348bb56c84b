using Kickoff.Core.Servers;

namespace Kickoff.Cloud.LoadBalancing;

/// <summary>Who is listed: a target group lists an instance once for each port; a classic load balancer, by port 0 here, once.</summary>
public readonly record struct BalancerMember(InstanceId Server, int Port = 0)
{
    internal static Comparer<BalancerMember> InOrder { get; } = Comparer<BalancerMember>.Create(
        (one, other) => one.Server.CompareTo(other.Server) is not 0 and var byServer ? byServer : one.Port.CompareTo(other.Port));
}
