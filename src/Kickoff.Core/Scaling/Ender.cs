using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;

namespace Kickoff.Core.Scaling;

/// <summary>
/// TerminateInstances, so that one bad id never keeps the others alive, and only for servers with both tags of this stack.
/// </summary>
internal sealed class Ender(IFleet fleet, IJournal journal, string stack)
{
    /// <summary>Answers those that were ended.</summary>
    public async Task<IReadOnlyList<InstanceId>> EndAsync(Pool pool, IReadOnlyCollection<Server> servers, CancellationToken cancel)
    {
        var ended = new List<InstanceId>();
        // Decided so already; IAM says so as well.
        var ours = servers.Where(server => server.Tag(KickoffTags.Stack) == stack && server.Tag(KickoffTags.Pool) == pool.Name).Select(
            server => server.Id).Order().ToArray();
        await EndAsync(pool, ours, ended, cancel);
        return ended;
    }

    private async Task EndAsync(Pool pool, ReadOnlyMemory<InstanceId> ids, List<InstanceId> ended, CancellationToken cancel)
    {
        if (ids.IsEmpty)
        {
            return;
        }

        switch (await fleet.EndAsync(ids.ToArray(), cancel))
        {
            case EndAnswer.Ended:
                ended.AddRange(ids.ToArray());
                break;
            // Termination protection of one fails the whole call too.
            case EndAnswer.InvalidInstance or EndAnswer.Refused when ids.Length > 1:
                await EndAsync(pool, ids[..(ids.Length / 2)], ended, cancel);
                await EndAsync(pool, ids[(ids.Length / 2)..], ended, cancel);
                break;
            case EndAnswer.InvalidInstance invalid:
                Tell(ids.Span[0], invalid.Message);
                break;
            case EndAnswer.Refused refused:
                Tell(ids.Span[0], $"{refused.Code}: {refused.Message}");
                journal.Measure(Metrics.EndRefused.Of(pool.Name, 1));
                break;
            case var other:
                throw new InvalidOperationException($"An answer nobody knows: {other}");
        }
    }

    private void Tell(InstanceId id, string reason) => journal.Record(new(JournalLevel.Warning, "not ended", id.Value, reason));
}
