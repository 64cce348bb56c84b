using System.Collections.Immutable;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Scaling;

/// <summary>
/// Which of the servers with a pool's tags Kickoff launched. Pure. Tags are copied: by whoever restores a backup, copies an image with its
/// tags, or launches more like this one. So a launch of the ledger has to name the server, or EC2's own client token, which nobody can
/// copy, to be what the tag says
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html, clientToken), or somebody adopted it.
/// </summary>
public static class Provenance
{
    /// <summary>Which launch brought each of these servers; who was not launched by Kickoff is missing.</summary>
    public static ImmutableDictionary<InstanceId, string> Of(IReadOnlyCollection<Server> servers, PoolRecord record)
    {
        var launches = record.Launches.SelectMany(launch => launch.Instances.Select(id => (Id: id, Launch: launch.Id.ToString("D"))))
            .GroupBy(one => one.Id).ToDictionary(group => group.Key, group => group.First().Launch);
        var remembered = record.Servers.ToDictionary(server => server.Instance, server => server.Launch);
        var adopted = record.Adoptions.ToDictionary(adoption => adoption.Instance, adoption => $"adopted by {adoption.By}");
        var proven = ImmutableDictionary.CreateBuilder<InstanceId, string>();
        foreach (var server in servers)
        {
            var launch = launches.GetValueOrDefault(server.Id) ?? remembered.GetValueOrDefault(server.Id)
                ?? (IsLaunchedAs(server, server.Tag(KickoffTags.Launch)) ? server.ClientToken : null)
                ?? adopted.GetValueOrDefault(server.Id);
            if (launch is not null)
            {
                proven[server.Id] = launch;
            }
        }

        return proven.ToImmutable();
    }

    /// <summary>Its tag says that this launch brought it, and EC2 says so too.</summary>
    public static bool IsLaunchedAs(Server server, string? launch) =>
        launch is not null && server.Tag(KickoffTags.Launch) == launch && server.ClientToken == launch;
}
