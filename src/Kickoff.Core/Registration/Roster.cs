using System.Collections.Immutable;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>
/// What load balancers listed, each not before <paramref name="At"/> (real clock). A load balancer that does not exist or could not answer
/// is absent: nothing is concluded about it.
/// </summary>
public sealed record Roster(Instant At, ImmutableDictionary<LoadBalancer, ImmutableDictionary<InstanceId, MemberHealth>> Members)
{
    /// <summary>ELB describes 40 at once and 10 a second (AWS ELB quotas).</summary>
    private const int AtOnce = 8;

    public static async Task<Roster> CallAsync(
        ILoadBalancers loadBalancers, IReadOnlyCollection<LoadBalancer> asked, IClock clock, IJournal journal, CancellationToken cancel)
    {
        var at = clock.GetCurrentInstant();
        var lists = await InParallel.MapAsync([.. asked], AtOnce, async loadBalancer =>
        {
            try
            {
                var members = await loadBalancers.MembersAsync(loadBalancer, cancel);
                if (members is null)
                {
                    Tell(loadBalancer, "there is no such load balancer, though a group names it");
                }

                return (loadBalancer, members);
            }
            catch (UnavailableException unavailable)
            {
                Tell(loadBalancer, unavailable.Message);
                return (loadBalancer, null);
            }
        });
        return new(at, lists.Where(list => list.members is not null).ToImmutableDictionary(list => list.loadBalancer, list => list.members!));

        void Tell(LoadBalancer loadBalancer, string reason)
        {
            journal.Record(new(JournalLevel.Error, "load balancer not listed", loadBalancer.Key, reason));
            journal.Measure(new("LoadBalancerUnknown", 1, MetricUnit.Count, RegistrationReport.Of(loadBalancer.Key)));
        }
    }

    /// <summary>Listed and not draining away.</summary>
    public bool Lists(LoadBalancer loadBalancer, InstanceId instance) =>
        Members.GetValueOrDefault(loadBalancer)?.TryGetValue(instance, out var health) == true && health != MemberHealth.Draining;

    /// <summary>Some load balancer still lists it, be it to finish its connections.</summary>
    public bool ListsAnywhere(InstanceId instance) => Members.Values.Any(members => members.ContainsKey(instance));

    /// <summary>In service at every one of these; a server that none is named for is in service as soon as it runs.</summary>
    public bool InService(InstanceId instance, IEnumerable<LoadBalancer> named) =>
        named.All(loadBalancer => Members.GetValueOrDefault(loadBalancer)?.TryGetValue(instance, out var health) == true && health == MemberHealth.InService);
}
