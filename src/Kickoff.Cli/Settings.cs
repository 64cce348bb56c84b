namespace Kickoff.Cli;

/// <summary>The environment, read here only; options go over it.</summary>
internal static class Settings
{
    public static string? LedgerTable { get; } = Environment.GetEnvironmentVariable("KICKOFF_LEDGER_TABLE");

    public static string? FixturesTable { get; } = Environment.GetEnvironmentVariable("KICKOFF_FIXTURES_TABLE");

    public static string? Stack { get; } = Environment.GetEnvironmentVariable("KICKOFF_STACK");

    /// <summary>Who does it, for the record.</summary>
    public static string User { get; } =
        Environment.GetEnvironmentVariable("USER") ?? Environment.GetEnvironmentVariable("LOGNAME") ?? "somebody";

    public static string? Region =>
        Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION");
}
