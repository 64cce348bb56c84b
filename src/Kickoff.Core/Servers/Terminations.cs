using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Servers;

/// <summary>EC2 itself said that this instance is terminated: positive evidence, noted at <paramref name="At"/> (real clock).</summary>
public sealed record Termination(InstanceId Id, Instant At)
{
    /// <summary>The name it was enrolled by, which its certificate has; the instance id where no enrolment is known.</summary>
    public string Certname { get; init; } = Id.Value;
}

/// <summary>For certificate cleaning on the Puppet server.</summary>
public interface ITerminations
{
    /// <summary>Notes each; an instance already noted keeps its first time.</summary>
    Task NoteAsync(IReadOnlyCollection<Termination> terminations, CancellationToken cancel);

    /// <summary>Those noted at or after <paramref name="since"/>, oldest first, at most <paramref name="most"/>.</summary>
    Task<ImmutableArray<Termination>> SinceAsync(Instant since, int most, CancellationToken cancel);
}
