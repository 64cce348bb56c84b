namespace Kickoff.Core.Configuration;

/// <summary>
/// Where a stack is deployed to, as far as it is known. A stack is of one account and region, and so is all that its files name.
/// </summary>
public sealed record AwsPlace(string? Region, string? AccountId);
