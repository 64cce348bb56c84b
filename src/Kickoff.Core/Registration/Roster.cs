using System.Collections.Immutable;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>
/// What load balancers listed, each not before <paramref name="At"/> (real clock). <paramref name="Gone"/> do not exist: nobody is listed
/// there. One that could not answer, or refused to, is in neither: nothing is concluded about it.
/// </summary>
public sealed record Roster(
    Instant At, ImmutableDictionary<LoadBalancer, ImmutableDictionary<InstanceId, MemberHealth>> Members,
    ImmutableHashSet<LoadBalancer> Gone)
{
    /// <summary>Why members are out of service, in their load balancer's words.</summary>
    public ImmutableDictionary<LoadBalancer, ImmutableDictionary<InstanceId, string>> Reasons { get; init; } =
        ImmutableDictionary<LoadBalancer, ImmutableDictionary<InstanceId, string>>.Empty;

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
                var answer = await loadBalancers.MembersAsync(loadBalancer, cancel);
                Tell(loadBalancer, answer switch
                {
                    MembersAnswer.NoSuchLoadBalancer => "there is no such load balancer, though a group names it",
                    MembersAnswer.Refused refused => $"{refused.Code}: {refused.Message}",
                    _ => null,
                });
                return (LoadBalancer: loadBalancer, Answer: (MembersAnswer?)answer);
            }
            catch (UnavailableException unavailable)
            {
                Tell(loadBalancer, unavailable.Message);
                return (LoadBalancer: loadBalancer, Answer: (MembersAnswer?)null);
            }
        });
        return new(
            at,
            lists.Where(list => list.Answer is MembersAnswer.Listed)
                .ToImmutableDictionary(list => list.LoadBalancer, list => ((MembersAnswer.Listed)list.Answer!).Members),
            [.. lists.Where(list => list.Answer is MembersAnswer.NoSuchLoadBalancer).Select(list => list.LoadBalancer)])
        {
            Reasons = lists.Where(list => list.Answer is MembersAnswer.Listed { Reasons.IsEmpty: false })
                .ToImmutableDictionary(list => list.LoadBalancer, list => ((MembersAnswer.Listed)list.Answer!).Reasons),
        };

        void Tell(LoadBalancer loadBalancer, string? reason)
        {
            if (reason is not null)
            {
                journal.Record(new(JournalLevel.Error, "load balancer not listed", loadBalancer.Key, reason));
                journal.Measure(Metrics.LoadBalancerUnknown.Of(loadBalancer.Key, 1));
            }
        }
    }

    /// <summary>It said who its members are, or that it does not exist.</summary>
    public bool Knows(LoadBalancer loadBalancer) => Members.ContainsKey(loadBalancer) || Gone.Contains(loadBalancer);

    /// <summary>Listed and not draining away.</summary>
    public bool Lists(LoadBalancer loadBalancer, InstanceId instance) =>
        Members.GetValueOrDefault(loadBalancer)?.TryGetValue(instance, out var health) == true && health != MemberHealth.Draining;

    /// <summary>Some load balancer still lists it, be it to finish its connections.</summary>
    public bool ListsAnywhere(InstanceId instance) => Members.Values.Any(members => members.ContainsKey(instance));

    /// <summary>Why it is not in service at every one of these, in their words; all of them are known.</summary>
    public string WhyNotInService(InstanceId instance, IEnumerable<LoadBalancer> named) => string.Join(
        ", ",
        named.Where(loadBalancer => !InService(instance, [loadBalancer])).Select(loadBalancer => Members[loadBalancer].ContainsKey(instance)
            ? $"{loadBalancer}: {Reasons.GetValueOrDefault(loadBalancer)?.GetValueOrDefault(instance) ?? "out of service"}"
            : $"{loadBalancer} does not list it"));

    /// <summary>In service at every one of these; a server that none is named for is in service as soon as it runs.</summary>
    public bool InService(InstanceId instance, IEnumerable<LoadBalancer> named) =>
        named.All(loadBalancer => Members.GetValueOrDefault(loadBalancer)?.TryGetValue(instance, out var health) == true
            && health == MemberHealth.InService);
}
