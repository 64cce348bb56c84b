using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Configuration;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;

namespace Kickoff.Cli.Commands.Fixtures;

/// <summary>Reads --servers: N where there is one pool, POOL=N for each of several.</summary>
internal static class AddedServers
{
    public static OwnServers? Read(IReadOnlyCollection<string> texts, ImmutableArray<Pool> pools)
    {
        var read = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var (pool, servers) = Read(text, pools);
            if (!read.TryAdd(pool.Name, servers))
            {
                throw new CommandException(ExitCodes.Faulty, $"--servers names {pool.Name} twice.");
            }
        }

        return read.Count == 0 ? null : new OwnServers(read);
    }

    private static (Pool Pool, int Servers) Read(string text, ImmutableArray<Pool> pools)
    {
        var parts = text.Split('=');
        if (parts.Length > 2 || !int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var servers))
        {
            throw new CommandException(ExitCodes.Faulty, $"--servers takes a number such as 30, or POOL=30, not '{text}'.");
        }

        var names = pools.Select(pool => pool.Name);
        var pool = parts.Length == 2 ? pools.FirstOrDefault(one => one.Name == parts[0]) ?? throw new CommandException(
                ExitCodes.Faulty, $"fleet.yml has no pool '{parts[0]}'{Nearest.Hint(parts[0], names)}; it has: {string.Join(", ", names)}")
            : pools is [var only] ? only
            : throw new CommandException(
                ExitCodes.Faulty, pools.IsEmpty
                    ? "--servers is of a pool, and there is no fleet.yml; --config says in which folder it is."
                    : $"Of which pool? Say --servers POOL={servers}; fleet.yml has: {string.Join(", ", names)}");
        return servers <= pool.Capacity.Maximum ? (pool, servers) : throw new CommandException(
            ExitCodes.Faulty, $"--servers {servers}: {pool.Name} has at most {pool.Capacity.Maximum} ('maximum' in fleet.yml).");
    }
}
