using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;

namespace Kickoff.Core.Scaling;

/// <summary>
/// TerminateInstances, so that one bad id never keeps the others alive, and only for servers with both tags of this stack.
/// </summary>
internal sealed class Ender(IFleet fleet, IJournal journal, string stack)
{
    /// <summary>Servers in one call: its tokens are a thousand, and others end servers too (AWS EC2 API throttling).</summary>
    private const int MostPerCall = 200;

    /// <summary>Answers those that were ended; of the others it is said why they were not, and the next tick tries again.</summary>
    public async Task<IReadOnlyList<InstanceId>> EndAsync(Pool pool, IReadOnlyCollection<Server> servers, CancellationToken cancel)
    {
        var ended = new List<InstanceId>();
        // Decided so already; IAM says so as well.
        var ours = servers.Where(server => server.IsOf(stack, pool.Name)).Select(server => server.Id).Order().Chunk(MostPerCall);
        foreach (var chunk in ours)
        {
            await EndAsync(pool, chunk, ended, cancel);
        }

        return ended;
    }

    private async Task EndAsync(Pool pool, ReadOnlyMemory<InstanceId> ids, List<InstanceId> ended, CancellationToken cancel)
    {
        EndAnswer answer;
        try
        {
            answer = await fleet.EndAsync(ids.ToArray(), cancel);
        }
        catch (UnavailableException unavailable)
        {
            Tell(ids, unavailable.Message);
            return;
        }

        switch (answer)
        {
            case EndAnswer.Ended:
                ended.AddRange(ids.ToArray());
                break;
            // Termination protection of one fails the whole call too.
            case EndAnswer.InvalidInstance or EndAnswer.Refused { IsAboutOne: true } when ids.Length > 1:
                await EndAsync(pool, ids[..(ids.Length / 2)], ended, cancel);
                await EndAsync(pool, ids[(ids.Length / 2)..], ended, cancel);
                break;
            case EndAnswer.InvalidInstance invalid:
                Tell(ids, invalid.Message);
                break;
            case EndAnswer.Refused refused:
                Tell(ids, $"{refused.Code}: {refused.Message}");
                journal.Measure(Metrics.EndRefused.Of(pool.Name, ids.Length));
                break;
            default:
                throw new InvalidOperationException($"An answer nobody knows: {answer}");
        }
    }

    private void Tell(ReadOnlyMemory<InstanceId> ids, string reason)
    {
        foreach (var id in ids.Span)
        {
            journal.Record(new(JournalLevel.Warning, "not ended", id.Value, reason));
        }
    }
}
