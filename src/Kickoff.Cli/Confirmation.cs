namespace Kickoff.Cli;

/// <summary>Before what cannot be taken back at once: whoever sits there is asked, and a script says so by --yes.</summary>
internal static class Confirmation
{
    /// <summary>Yes, from whoever sits there or by --yes.</summary>
    public static bool IsGiven(string question, bool yes)
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
