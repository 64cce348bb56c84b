using System.Collections.Immutable;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Scaling;

/// <summary>
/// Servers that EC2 ended soon after their launch, with its reason: Kickoff did not, nor did anybody by hand. Each is noted with its
/// launch, so that it is told once.
/// </summary>
internal static class Deaths
{
    /// <summary>
    /// The code of an end that somebody ordered, by us or by hand
    /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html).
    /// </summary>
    private const string Ordered = "Client.UserInitiatedShutdown";

    /// <summary>What a launch dies of whose volumes' key may not be used (ebs/latest/userguide/ebs-encryption-requirements.html).</summary>
    private const string LaunchError = "Client.InternalError";

    /// <param name="launches">As the ledger has them.</param>
    /// <param name="gone">Of their servers, those that EC2 shows ending or ended.</param>
    /// <param name="drains">Servers that are drained are ended by us.</param>
    /// <returns>The launches that have something new to note, and what there is to say.</returns>
    public static (ImmutableArray<LaunchIntent> Noted, ImmutableArray<FleetAction.Died> Died) Of(
        IEnumerable<LaunchIntent> launches, IEnumerable<Server> gone, IEnumerable<Drain> drains)
    {
        var drained = drains.Select(drain => drain.Instance).ToHashSet();
        var died = gone.Where(server => server.State is InstanceState.ShuttingDown or InstanceState.Terminated
            && !drained.Contains(server.Id)
            && server.StateReason?.StartsWith(Ordered, StringComparison.Ordinal) != true).ToDictionary(server => server.Id, Reason);
        var noted = ImmutableArray.CreateBuilder<LaunchIntent>();
        var told = ImmutableArray.CreateBuilder<FleetAction.Died>();
        foreach (var launch in launches)
        {
            var fresh = launch.Instances.Where(id => died.ContainsKey(id) && !launch.Deaths.ContainsKey(id.Value)).ToArray();
            if (fresh.Length > 0)
            {
                noted.Add(launch with { Deaths = launch.Deaths.AddRange(fresh.Select(id => KeyValuePair.Create(id.Value, died[id]))) });
                told.AddRange(fresh.Select(id => new FleetAction.Died(id, died[id])));
            }
        }

        return (noted.ToImmutable(), told.ToImmutable());
    }

    private static string Reason(Server server) => server.StateReason switch
    {
        null => "EC2 gives no reason",
        var reason when reason.StartsWith(LaunchError, StringComparison.Ordinal) =>
            $"EC2: {reason} (mostly a key of encrypted volumes that Kickoff may not use: parameter EbsKeyArns)",
        var reason => $"EC2: {reason}",
    };
}
