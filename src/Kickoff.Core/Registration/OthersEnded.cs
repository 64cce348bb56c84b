using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>
/// Servers of others that EC2 shows terminated: a company that ends thousands an hour must not cost reads for each of them every minute.
/// What one process remembers; who remembers nothing looks them up again.
/// </summary>
public sealed class OthersEnded
{
    /// <summary>
    /// Who was not ours for so long will not be: whatever was on its way to the ledger is there. Until then it is looked up again.
    /// </summary>
    private static readonly Duration Doubt = Duration.FromMinutes(5);

    private readonly Dictionary<InstanceId, Instant> _since = [];

    public bool Contains(InstanceId server, Instant now) => _since.TryGetValue(server, out var since) && since + Doubt <= now;

    /// <summary>These were found to be others', of those that EC2 shows now; who is not shown any more is forgotten.</summary>
    public void Note(IEnumerable<InstanceId> others, IReadOnlySet<InstanceId> shown, Instant now)
    {
        foreach (var forgotten in _since.Keys.Where(id => !shown.Contains(id)).ToArray())
        {
            _since.Remove(forgotten);
        }

        foreach (var other in others)
        {
            _since.TryAdd(other, now);
        }
    }
}
