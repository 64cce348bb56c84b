using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>
/// The dry run of registration: events are acknowledged, so that none grows old in the queue, and nothing follows from them. When it is
/// over, the sweep registers what it finds.
/// </summary>
public sealed class AcknowledgedEvents(IJournal journal) : IInstanceEvents
{
    public Task<ImmutableArray<string>> HandleAsync(IReadOnlyCollection<InstanceEvent> events, Instant stopAt, CancellationToken cancel)
    {
        var servers = events.Select(one => one.Instance).Distinct().Count();
        if (servers > 0)
        {
            journal.Record(new(JournalLevel.Information, "dry run", "batch", string.Create(
                CultureInfo.InvariantCulture, $"events of {servers} servers; nothing is registered or taken out")));
        }

        return Task.FromResult(ImmutableArray<string>.Empty);
    }
}
