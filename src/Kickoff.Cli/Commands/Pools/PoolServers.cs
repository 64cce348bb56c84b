using System.CommandLine;
using Kickoff.Core.Servers;

namespace Kickoff.Cli.Commands.Pools;

/// <summary>What EC2 shows of a pool, whether or not fleet.yml has it.</summary>
internal static class PoolServers
{
    public static async Task<Server[]> OfAsync(Globals globals, ParseResult parse, string pool, CancellationToken cancel) =>
    [
        .. (await globals.Servers(parse).ListAsync(Server.LiveStates, cancel))
            .Where(server => server.IsOf(globals.StackName(parse), pool))
            .OrderBy(server => server.LaunchTime).ThenBy(server => server.Id),
    ];

    /// <summary>Where whoever is asked sees them; a script has its answer on standard output.</summary>
    public static void Show(IReadOnlyCollection<Server> servers)
    {
        foreach (var server in servers)
        {
            Console.Error.WriteLine(
                $"{server.Id}  {server.InstanceType ?? "?"}  launched {Times.Show(server.LaunchTime)}  {server.Tag("Name")}".TrimEnd());
        }
    }
}
