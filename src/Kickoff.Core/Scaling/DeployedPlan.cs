using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// What a stack plans by: its fleet.yml and fixtures.yml (null where it has none), without tags, user data, addresses and headers, and
/// since when.
/// </summary>
public sealed record DeployedPlan(string Stack, string Fleet, string? Fixtures, Instant Since);

/// <summary>Where a stack keeps it, so that a checkout can be compared with it.</summary>
public interface IDeployedPlans
{
    /// <summary>Null where none was kept yet.</summary>
    Task<DeployedPlan?> ReadAsync(CancellationToken cancel);

    Task PutAsync(DeployedPlan plan, CancellationToken cancel);
}
