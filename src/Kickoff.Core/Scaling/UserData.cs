namespace Kickoff.Core.Scaling;

/// <summary>What a pool's servers run when they start: the file's text with its placeholders filled.</summary>
public static class UserData
{
    public static string Fill(string text, string stack, string pool, string region) => text
        .Replace("@STACK@", stack, StringComparison.Ordinal)
        .Replace("@POOL@", pool, StringComparison.Ordinal)
        .Replace("@REGION@", region, StringComparison.Ordinal);
}
