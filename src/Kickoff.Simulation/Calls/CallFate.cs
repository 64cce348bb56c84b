using NodaTime;

namespace Kickoff.Simulation.Calls;

/// <summary>When the caller's process dies, seen from the call.</summary>
public enum Death
{
    None,
    BeforeTheCall,

    /// <summary>The request is on its way; the caller does not live to see the answer.</summary>
    AfterTheCall,
}

/// <summary>What becomes of one call.</summary>
public readonly record struct CallFate
{
    /// <summary>From the caller to the service.</summary>
    public required Duration There { get; init; }

    /// <summary>From the service back to the caller.</summary>
    public required Duration Back { get; init; }

    /// <summary>The service never sees it, or sees it and does nothing.</summary>
    public bool Lost { get; init; }

    /// <summary>
    /// What the call throws instead of the answer, as the SDK does after its retries: nobody answered, or the service said no.
    /// </summary>
    public Exception? Failure { get; init; }

    /// <summary>The request reaches the service this long after the caller was told that nobody answered.</summary>
    public Duration Straggles { get; init; }

    /// <summary>A read is answered as of this long ago.</summary>
    public Duration Behind { get; init; }

    public Death Death { get; init; }

    /// <summary>The caller stands still this long before it makes the call.</summary>
    public Duration StallsBefore { get; init; }

    /// <summary>The caller stands still this long before it sees the answer.</summary>
    public Duration StallsAfter { get; init; }

    /// <summary>The service does not have what was asked about yet, though it was created a moment ago.</summary>
    public bool NotThereYet { get; init; }
}

/// <summary>Decides what becomes of every call.</summary>
public interface ICallFates
{
    CallFate Of(Time.Invocation caller, CallSite site);
}

/// <summary>Every call is answered, at once as people see it.</summary>
public sealed class EveryCallAnswered : ICallFates
{
    private static readonly Duration Way = Duration.FromMilliseconds(5);

    public CallFate Of(Time.Invocation caller, CallSite site) => new() { There = Way, Back = Way };
}
