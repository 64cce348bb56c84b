namespace Kickoff.Simulation.Drills;

/// <summary>Everything that goes wrong in a drill, besides the demand, which only changes.</summary>
public enum FaultKind
{
    /// <summary>The service never saw the call.</summary>
    ErrorBefore,

    /// <summary>The call took effect and its reply was lost.</summary>
    ErrorAfter,

    /// <summary>The caller is told that nobody answered, and the call takes effect some seconds later.</summary>
    Straggler,

    /// <summary>Refused for seconds, until the SDK gave up.</summary>
    Throttled,

    /// <summary>The service says no, in a code of its own or in one that nobody knows.</summary>
    Refused,

    /// <summary>Answered, after seconds.</summary>
    Slow,

    DeathBefore,
    DeathAfter,

    /// <summary>The invocation stands still for longer than its lease, then goes on.</summary>
    StallBefore,
    StallAfter,

    /// <summary>A read that did not ask for the newest is answered from an older copy.</summary>
    StaleRead,

    /// <summary>A busy DynamoDB hands a part of a batch back undone.</summary>
    BatchCutShort,

    /// <summary>A load balancer does not find an instance that was launched a moment ago.</summary>
    NotThereYet,

    EventLost,
    EventRepeated,
    EventLate,
    RecordDeliveredTwice,
    TickLost,
    TickLate,
    TickRepeated,

    /// <summary>DescribeInstances does not show a new instance for minutes.</summary>
    Hidden,
    NeverUp,
    DiesAtOnce,

    /// <summary>For a while every launch dies: an image that cannot start.</summary>
    ImageBroken,

    CapacityGone,
    CapacityShort,
    LoadBalancerRecreated,
    DeregisteredByHand,
    TerminatedByHand,
    StoppedByHand,
    StartedByHand,
    ProtectedByHand,
    EndingForbiddenByHand,
    LaunchedByHand,
}
