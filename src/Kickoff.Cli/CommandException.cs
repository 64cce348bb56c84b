namespace Kickoff.Cli;

/// <summary>A sentence for the person at the terminal that says what to do next, and the exit code.</summary>
internal sealed class CommandException(int exitCode, string sentence) : Exception(sentence)
{
    public int ExitCode => exitCode;
}

/// <summary>docs/cli.md has the table.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The command ran and its answer is no: a kickoff was missed, a node is unknown.</summary>
    public const int No = 1;

    /// <summary>A file or an argument is faulty.</summary>
    public const int Faulty = 2;

    /// <summary>AWS could not be asked.</summary>
    public const int Unavailable = 3;
}
