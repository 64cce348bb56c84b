namespace Kickoff.Core.Scaling;

/// <summary>What Kickoff only writes down, and does not do.</summary>
public enum DryRun
{
    Off,

    /// <summary>Nothing is launched, drained or ended, and nothing is swept; events still register servers.</summary>
    Scaling,

    /// <summary>Events register nothing either.</summary>
    All,
}

/// <summary>The words of the parameter DryRun, of the functions' environment and of the ledger.</summary>
public static class DryRunText
{
    public static string Of(DryRun dryRun) => dryRun switch
    {
        DryRun.Off => "false",
        DryRun.Scaling => "true",
        DryRun.All => "all",
        _ => throw new ArgumentOutOfRangeException(nameof(dryRun), dryRun, "not a dry run"),
    };

    /// <summary>Throws FormatException.</summary>
    public static DryRun Parse(string text) => text switch
    {
        "false" => DryRun.Off,
        "true" => DryRun.Scaling,
        "all" => DryRun.All,
        _ => throw new FormatException($"is false, true or all, not '{text}'"),
    };
}
