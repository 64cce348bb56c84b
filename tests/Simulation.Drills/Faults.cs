using Kickoff.Cloud.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

/// <summary>Which of a drill's faults happen; the first so many, without those left out.</summary>
public sealed record Cut(int Most, IReadOnlySet<int> Without)
{
    public static readonly Cut Nothing = new(int.MaxValue, new HashSet<int>());
}

/// <summary>Counts the faults of one drill, and remembers for how long each may explain what is not as it should be.</summary>
public sealed class Faults(VirtualTime time, Cut cut, IStory story)
{
    /// <summary>What people do to servers, and what EC2 has not got, keeps no function from doing its work at once.</summary>
    private static readonly HashSet<FaultKind> Outside =
    [
        FaultKind.NeverUp, FaultKind.DiesAtOnce, FaultKind.ImageBroken, FaultKind.CapacityGone, FaultKind.CapacityShort,
        FaultKind.TerminatedByHand, FaultKind.StoppedByHand,
        FaultKind.StartedByHand, FaultKind.ProtectedByHand, FaultKind.EndingForbiddenByHand, FaultKind.LaunchedByHand,
    ];

    private readonly Dictionary<FaultKind, int> _injected = [];
    private int _tried;

    public int Tried => _tried;

    public IReadOnlyDictionary<FaultKind, int> Injected => _injected;

    /// <summary>How many faults there were so far.</summary>
    public int Count { get; private set; }

    /// <summary>Until when trouble may take to be over: the end of the last fault's effects.</summary>
    public Instant TroubleUntil { get; private set; } = Instant.MinValue;

    /// <summary>Until when something kept the functions from doing their work at once.</summary>
    public Instant BreakdownUntil { get; private set; } = Instant.MinValue;

    /// <summary>Until then nothing that is launched comes up.</summary>
    public Instant ImageBrokenUntil { get; set; } = Instant.MinValue;

    /// <summary>How old the oldest list of members was that an invocation (by number) was given.</summary>
    public Dictionary<int, Duration> ListsBehind { get; } = [];

    /// <summary>Counts a fault; false when it is cut and must not happen.</summary>
    public bool Inject(FaultKind kind, Func<string> what)
    {
        var number = _tried++;
        if (number >= cut.Most || cut.Without.Contains(number))
        {
            return false;
        }

        Count++;
        _injected[kind] = _injected.GetValueOrDefault(kind) + 1;
        story.Tell("fault", () => $"{number + 1}: {kind}: {what()}");
        Trouble(time.Now);
        if (!Outside.Contains(kind))
        {
            Breakdown(time.Now);
        }

        return true;
    }

    /// <summary>What is going on may not be over before this.</summary>
    public void Trouble(Instant until) => TroubleUntil = Instant.Max(TroubleUntil, until);

    /// <summary>The same, and until then the functions may be late.</summary>
    public void Breakdown(Instant until)
    {
        Trouble(until);
        BreakdownUntil = Instant.Max(BreakdownUntil, until);
    }
}
