using System.CommandLine;

namespace Kickoff.Cli.Commands.Pools;

internal static class PoolCommand
{
    public static Command Create(Globals globals) => new(
        "pool", "Servers that a pool should not have, or should.\nExample: kickoff pool retire backend-2025")
    {
        AdoptCommand.Create(globals), RetireCommand.Create(globals),
    };
}
