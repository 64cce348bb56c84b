namespace Kickoff.Core.Fixtures.Feed;

/// <summary>A secret, or why there is none. Its value is never written anywhere.</summary>
public sealed record Secret(string? Value, string Reason)
{
    public override string ToString() => nameof(Secret);
}

/// <summary>Secrets of the stack, by the last part of their names: ssm:/kickoff/STACK/secrets/NAME.</summary>
public interface ISecrets
{
    Task<Secret> ReadAsync(string name, CancellationToken cancel);
}
