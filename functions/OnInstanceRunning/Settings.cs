namespace Kickoff.OnInstanceRunning;

/// <summary>What the template sets (docs/configuration.md).</summary>
internal sealed record Settings
{
    public required string Stack { get; init; }

    public required string LedgerTable { get; init; }

    /// <summary>Events of other accounts and regions are refused.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>Reads the environment; every missing variable is named at once.</summary>
    public static Settings FromEnvironment()
    {
        var missing = new List<string>();
        var settings = new Settings
        {
            Stack = Read("STACK_NAME"),
            LedgerTable = Read("LEDGER_TABLE"),
            Account = Read("ACCOUNT_ID"),
            Region = Read("AWS_REGION"),
        };
        return missing.Count == 0 ? settings : throw new InvalidOperationException($"The environment lacks {string.Join(", ", missing)} (docs/configuration.md).");

        string Read(string name)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                return value;
            }

            missing.Add(name);
            return "";
        }
    }
}
