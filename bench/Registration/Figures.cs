namespace Kickoff.Bench.Registration;

/// <summary>What one contender took until every event was dealt with.</summary>
internal sealed record Figures
{
    public required int Servers { get; init; }

    public required int Registered { get; init; }

    public required int MostRegistrationsOfOne { get; init; }

    public required int RegisterCalls { get; init; }

    public required int DescribeCalls { get; init; }

    public required int Throttled { get; init; }

    public required int LedgerWrites { get; init; }

    public required int LedgerReads { get; init; }

    public required int Invocations { get; init; }

    public required int DeadLetters { get; init; }

    /// <summary>From the first event to the last server registered.</summary>
    public required TimeSpan AllRegistered { get; init; }

    /// <summary>From the first event to the empty queue.</summary>
    public required TimeSpan QueueEmpty { get; init; }

    /// <summary>The largest resident set of one of its processes.</summary>
    public required long PeakBytes { get; init; }

    public static IReadOnlyList<(string Name, Func<Figures, string> Show)> Rows { get; } =
    [
        ("servers registered", f => FormattableString.Invariant($"{f.Registered} of {f.Servers}")),
        ("registrations of one server, at most", f => FormattableString.Invariant($"{f.MostRegistrationsOfOne}")),
        ("register calls", f => FormattableString.Invariant($"{f.RegisterCalls}")),
        ("describe calls", f => FormattableString.Invariant($"{f.DescribeCalls}")),
        ("of these throttled", f => FormattableString.Invariant($"{f.Throttled}")),
        ("ledger writes", f => FormattableString.Invariant($"{f.LedgerWrites}")),
        ("ledger reads", f => FormattableString.Invariant($"{f.LedgerReads}")),
        ("invocations", f => FormattableString.Invariant($"{f.Invocations}")),
        ("events in the dead-letter queue", f => FormattableString.Invariant($"{f.DeadLetters}")),
        ("until all that were registered were", f => FormattableString.Invariant($"{f.AllRegistered.TotalSeconds:0.0} s")),
        ("until the queue was empty", f => FormattableString.Invariant($"{f.QueueEmpty.TotalSeconds:0.0} s")),
        ("memory of one process, at most", f => FormattableString.Invariant($"{f.PeakBytes / 1048576.0:0} MB")),
    ];
}
