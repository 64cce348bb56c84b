using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>One line for every membership that was decided about, and the counts an operator watches.</summary>
internal sealed class RegistrationReport(IJournal journal, IClock clock)
{
    /// <summary>What is registered later than this after its launch was not wanted in before.</summary>
    private static readonly Duration Late = Duration.FromHours(1);

    public void Tell(IReadOnlyCollection<Settled> settled)
    {
        foreach (var one in settled)
        {
            journal.Record(Entry(one));
        }

        foreach (var group in settled.GroupBy(one => (one.Wish.Key.LoadBalancer.Key, Metric: MetricOf(one))))
        {
            if (group.Key.Metric is { } metric)
            {
                journal.Measure(metric.Of(group.Key.Key, group.Count()));
            }
        }

        foreach (var done in settled.OfType<Settled.Done>().Where(
            done => done.Wish is { Wanted: Wanted.In, Because: Cause.Mapped, Repair: false }))
        {
            var since = clock.GetCurrentInstant() - done.Wish.Boot;
            if (since > Late)
            {
                // Its groups were changed, or a load balancer was added: that is no boot.
                continue;
            }

            journal.Measure(Metrics.SecondsToRegistered.Of(done.Wish.Key.LoadBalancer.Key, Math.Max(0, since.TotalSeconds)));
        }
    }

    private static MetricDefinition? MetricOf(Settled one) => one switch
    {
        { Failed: true } => Metrics.RegistrationFailed,
        Settled.Done { Wish.Repair: true } => Metrics.Repaired,
        Settled.Done { Wish.Wanted: Wanted.In } => Metrics.Registered,
        Settled.Done => Metrics.Deregistered,
        Settled.HeldByAnother => Metrics.Held,
        _ => null,
    };

    private static JournalEntry Entry(Settled one)
    {
        var wish = one.Wish;
        var (what, reason) = one switch
        {
            Settled.Done { Called: false } =>
                ("membership completed", "the load balancer already lists it; whoever put it there did not live to say so"),
            Settled.Done { Wish.Repair: true } => (wish.Wanted == Wanted.In ? "registered again" : "deregistered again", Why(wish)),
            Settled.Done => (wish.Wanted == Wanted.In ? "registered" : "deregistered", Why(wish)),
            Settled.Noted => ("noted", Why(wish)),
            Settled.AlreadyThere => ("nothing to do", wish.Wanted == Wanted.In ? "it is registered" : "it is not registered"),
            Settled.HeldByAnother held => ("held by another", $"another invocation is at it until {held.Until}"),
            Settled.LeftAlone left => ("left alone", left.Reason),
            Settled.Superseded => ("superseded", "somebody decided otherwise meanwhile; what this invocation did is undone"),
            Settled.Refused refused => ("refused", refused.Reason),
            Settled.Unknown unknown => ("no answer", unknown.Reason),
            _ => throw new InvalidOperationException("An outcome nobody knows."),
        };
        var details = ImmutableDictionary<string, string>.Empty
            .Add("loadBalancer", wish.Key.LoadBalancer.Key)
            .Add("wanted", wish.Wanted == Wanted.In ? "in" : "out")
            .Add("boot", wish.Boot.ToString());
        if (one is Settled.Done { Membership.Epoch: var epoch })
        {
            details = details.Add("epoch", epoch.ToString(CultureInfo.InvariantCulture));
        }

        return new(one.Failed ? JournalLevel.Error : JournalLevel.Information, what, wish.Key.Instance.Value, reason, details);
    }

    private static string Why(Wish wish) => wish.Because switch
    {
        Cause.Mapped =>
            wish.Repair ? "its groups name the load balancer, which did not list it" : "it runs and its groups name the load balancer",
        Cause.Undrained => "it is wanted in service again",
        Cause.Unmapped => "its groups do not name the load balancer any more",
        Cause.Drained => "it is drained",
        Cause.Stopped => "EC2 shows it stopping or ending",
        Cause.Ended => "EC2 shows it terminated; load balancers drop it by themselves",
        _ => throw new InvalidOperationException("A cause nobody knows."),
    };
}
