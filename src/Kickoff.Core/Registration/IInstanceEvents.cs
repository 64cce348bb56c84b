using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>What follows from EC2's state-change events. A dry run is another implementation of it.</summary>
public interface IInstanceEvents
{
    /// <summary>
    /// Handles a batch; the answer are the ids of the records that must come again. At <paramref name="stopAt"/> (real clock) it takes no
    /// new work; on cancellation it stops, and in both cases the rest comes again.
    /// </summary>
    Task<ImmutableArray<string>> HandleAsync(IReadOnlyCollection<InstanceEvent> events, Instant stopAt, CancellationToken cancel);
}
