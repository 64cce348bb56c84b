using System.CommandLine;

namespace Kickoff.Cli.Commands.Pools;

internal static class PoolCommand
{
    public static Command Create(Globals globals) => new(
        "pool", "Servers that a pool should not have, or should.\nExample: kickoff pool retire backend-2025")
    {
        AdoptCommand.Create(globals), RetireCommand.Create(globals),
    };

    /// <summary>Yes, from whoever sits there or by --yes.</summary>
    public static bool Confirmed(string question, bool yes)
    {
        if (yes)
        {
            return true;
        }

        if (Console.IsInputRedirected)
        {
            throw new CommandException(ExitCodes.Faulty, "Nobody is there to be asked: pass --yes.");
        }

        Console.Error.Write($"{question} [y/N] ");
        return Console.ReadLine() is "y" or "Y" or "yes";
    }
}
