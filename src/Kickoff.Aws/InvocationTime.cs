namespace Kickoff.Aws;

/// <summary>How long one invocation of a function may still work.</summary>
public static class InvocationTime
{
    /// <summary>No function of Lambda's runs longer (https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>
    /// What Lambda says remains. A context that does not say, which is none of Lambda's but one made by hand, leaves the function's
    /// whole <paramref name="timeout"/>.
    /// </summary>
    public static TimeSpan Remaining(TimeSpan said, TimeSpan timeout) => said > TimeSpan.Zero && said <= Longest ? said : timeout;

    /// <summary>The same less what is kept for the end; nothing if that is all there is.</summary>
    public static TimeSpan Remaining(TimeSpan said, TimeSpan timeout, TimeSpan kept)
    {
        var left = Remaining(said, timeout) - kept;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
