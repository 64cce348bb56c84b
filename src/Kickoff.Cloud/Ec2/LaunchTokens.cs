namespace Kickoff.Cloud.Ec2;

/// <summary>
/// What was launched under client tokens: the same request again brings the same answer, while one of its instances lives
/// (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html). A token is of its zone where a subnet is named.
/// </summary>
/// <param name="hasEnded">Nothing of it lives any more.</param>
public sealed class LaunchTokens<TLaunch>(Func<TLaunch, bool> hasEnded)
    where TLaunch : class
{
    private readonly Dictionary<(string Token, string Zone), (string Parameters, TLaunch Launch)> _launches = [];

    /// <summary>Null where nothing was launched under it. Throws EC2's refusal where it may not be used again.</summary>
    /// <param name="parameters">Every parameter of the request, as one text.</param>
    public TLaunch? Find(string? token, string zone, string parameters) =>
        token is null || !_launches.TryGetValue((token, zone), out var earlier) ? null
        : earlier.Parameters != parameters ? throw Ec2Errors.TokenOfAnotherRequest()
        : hasEnded(earlier.Launch) ? throw Ec2Errors.TokenOfTheEnded()
        : earlier.Launch;

    public void Add(string? token, string zone, string parameters, TLaunch launch)
    {
        if (token is not null)
        {
            _launches[(token, zone)] = (parameters, launch);
        }
    }
}
