using Kickoff.Cloud.Time;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

/// <summary>How often each fault is tried, for one drill: a drill has some kinds and not others, so that each is also met alone.</summary>
public sealed record Odds(double PerRead, double PerWrite, IReadOnlySet<FaultKind> Kinds)
{
    public static readonly Odds Fair = new(0, 0, new HashSet<FaultKind>());

    public static Odds Of(Dice dice)
    {
        // Every tenth drill has no fault at all: then everything must be in time.
        if (dice.Chance(0.1))
        {
            return Fair;
        }

        var share = dice.Of([0.15, 0.4, 0.8]);
        var kinds = Enum.GetValues<FaultKind>().Where(_ => dice.Chance(share)).ToHashSet();
        var rate = dice.Of([0.002, 0.01, 0.03]);
        return new(rate / 4, rate, kinds);
    }
}

/// <summary>
/// Decides what goes wrong. Faults are counted in the order in which they happen; a limit stops them after so many, and some can be left
/// out, so that a failing drill can be cut down to what makes it fail.
/// </summary>
public sealed class Weather(VirtualTime time, Dice dice, Odds odds, Instant calmFrom, Faults faults) : ICallFates
{
    /// <summary>The oldest copy from which DescribeInstances is answered.</summary>
    public static readonly Duration MostBehind = Duration.FromSeconds(60);

    /// <summary>The oldest copy from which a load balancer lists its members.</summary>
    public static readonly Duration MostBehindAtElb = Duration.FromSeconds(30);

    /// <summary>The oldest copy from which the tables answer who did not ask for the newest.</summary>
    public static readonly Duration MostBehindInTables = Duration.FromSeconds(5);

    private static readonly FaultKind[] OfReads =
    [
        FaultKind.ErrorBefore, FaultKind.Throttled, FaultKind.Refused, FaultKind.Slow, FaultKind.DeathBefore, FaultKind.DeathAfter,
        FaultKind.StallBefore,
        FaultKind.StallAfter,
    ];

    private static readonly FaultKind[] OfWrites =
    [
        FaultKind.ErrorBefore, FaultKind.ErrorAfter, FaultKind.ErrorAfter, FaultKind.Straggler, FaultKind.Throttled, FaultKind.Refused,
        FaultKind.Slow,
        FaultKind.DeathBefore, FaultKind.DeathAfter, FaultKind.DeathAfter, FaultKind.StallBefore, FaultKind.StallAfter,
        FaultKind.NotThereYet,
    ];

    /// <summary>Told who makes a call to a load balancer that will be long on its way.</summary>
    public Action<Invocation>? RegistersSlowly { get; set; }

    /// <summary>Told when a call that ends servers is held up.</summary>
    public Action? EndsLate { get; set; }

    public bool IsCalm => time.Now >= calmFrom;

    public bool Has(FaultKind kind) => !IsCalm && odds.Kinds.Contains(kind);

    /// <summary>Whether this goes wrong now, with this chance, if the drill has such faults at all.</summary>
    public bool Strikes(FaultKind kind, double chance, Func<string> what) => Has(kind) && dice.Chance(chance) && faults.Inject(kind, what);

    public CallFate Of(Invocation caller, CallSite site)
    {
        var fate = new CallFate
        {
            There = dice.Between(Duration.FromMilliseconds(3), Duration.FromMilliseconds(40)),
            Back = dice.Between(Duration.FromMilliseconds(3), Duration.FromMilliseconds(40)),
            Behind = dice.Between(Duration.Zero, BehindOnAnyDay(site)),
        };
        var chance = site switch
        {
            // The calls that change the world are few among many reads.
            { ChangesTheWorld: true } => odds.PerWrite * 6,
            { Writes: true } => odds.PerWrite,
            _ => odds.PerRead,
        };
        // An older copy is no failure, and common where nobody asked for the newest.
        if (!site.Strong && Strikes(FaultKind.StaleRead, odds.PerWrite, () => $"{site.Name} of {caller.Name}"))
        {
            fate = Stale(fate, site, caller);
        }

        if (IsCalm || !dice.Chance(chance))
        {
            return fate;
        }

        var kind = dice.Of(site.Writes ? OfWrites : OfReads);
        var applies = kind switch
        {
            FaultKind.NotThereYet => site.Registers,
            FaultKind.Refused => site.ChangesTheWorld || site.ReadsHealth,
            _ => true,
        };
        return applies && odds.Kinds.Contains(kind) && faults.Inject(kind, () => $"{site.Name} of {caller.Name}")
            ? Spoiled(fate, kind, site, caller) : fate;
    }

    private static Duration BehindOnAnyDay(CallSite site) => site switch
    {
        { Strong: true } => Duration.Zero,
        { Service: Service.Ec2 } => Duration.FromSeconds(2),
        // DynamoDB: "usually one second or less".
        { Service: Service.DynamoDb } => Duration.FromSeconds(1),
        _ => Duration.Zero,
    };

    private CallFate Stale(CallFate fate, CallSite site, Invocation caller)
    {
        if (site == CallSite.DescribeInstances)
        {
            return fate with { Behind = dice.Between(Duration.FromSeconds(2), MostBehind) };
        }

        if (!site.ReadsHealth)
        {
            return fate with { Behind = dice.Between(Duration.FromSeconds(1), MostBehindInTables) };
        }

        var behind = dice.Between(Duration.FromSeconds(1), MostBehindAtElb);
        faults.ListsBehind[caller.Number] = Duration.Max(behind, faults.ListsBehind.GetValueOrDefault(caller.Number));
        return fate with { Behind = behind };
    }

    private CallFate Spoiled(CallFate fate, FaultKind kind, CallSite site, Invocation caller)
    {
        switch (kind)
        {
            case FaultKind.ErrorBefore:
                return fate with
                {
                    Lost = true,
                    Failure = dice.Chance(0.5)
                    ? Failures.Connection(dice, "connection refused") : Failures.OfTheServer(site)
                };
            case FaultKind.ErrorAfter:
                return fate with { Failure = Failures.Connection(dice, "the connection was closed before the reply") };
            case FaultKind.Straggler:
                return fate with
                {
                    Failure = new TimeoutException("timed out"),
                    Back = Duration.FromSeconds(3),
                    Straggles = Seconds(
                    1, 10)
                };
            case FaultKind.Throttled:
                return fate with { Lost = true, Failure = Failures.Throttled(site), There = Seconds(1, 6) };
            case FaultKind.Refused when site == CallSite.RunInstances:
                // Its pool cannot tell this from a launch that will be refused the next time as well.
                faults.Trouble(time.Now + DrillBoots.BackOff);
                return fate with { Lost = true, Failure = Failures.Refused(site, dice) };
            case FaultKind.Refused:
                return fate with { Lost = true, Failure = Failures.Refused(site, dice) };
            case FaultKind.Slow when site.Registers && dice.Chance(0.5):
                time.After(Duration.FromMilliseconds(100), () => RegistersSlowly?.Invoke(caller));
                return fate with { There = Seconds(8, 12) };
            case FaultKind.Slow:
                return dice.Chance(0.5) ? fate with { There = Seconds(1, 12) } : fate with { Back = Seconds(1, 12) };
            case FaultKind.DeathBefore:
                return fate with { Death = Death.BeforeTheCall };
            case FaultKind.DeathAfter:
                return fate with { Death = Death.AfterTheCall };
            case FaultKind.StallBefore when site == CallSite.TerminateInstances && dice.Chance(0.5):
                EndsLate?.Invoke();
                return fate with { StallsBefore = Stall() };
            case FaultKind.StallBefore:
                return fate with { StallsBefore = Stall() };
            case FaultKind.StallAfter:
                return fate with { StallsAfter = Stall() };
            case FaultKind.NotThereYet:
                return fate with { NotThereYet = true };
            default:
                throw new InvalidOperationException($"{kind} is not a fault of a call.");
        }
    }

    private Duration Stall()
    {
        var stall = Seconds(20, 200);
        faults.Breakdown(time.Now + stall);
        return stall;
    }

    private Duration Seconds(int from, int to) => dice.Between(Duration.FromSeconds(from), Duration.FromSeconds(to));
}
