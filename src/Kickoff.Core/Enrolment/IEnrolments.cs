using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Enrolment;

/// <summary>One server's key with the Puppet server. Fingerprint is the SHA-256 of its public key, hexadecimal.</summary>
public sealed record Enrolled(InstanceId Instance, string Certname, string KeyFingerprint, Instant At);

/// <summary>The ledger's enrolments.</summary>
public interface IEnrolments
{
    /// <summary>Enrols unless the instance is enrolled already; the answer is the enrolment that holds.</summary>
    Task<Enrolled> ClaimAsync(Enrolled enrolment, CancellationToken cancel);

    /// <summary>Forgets an enrolment, so that the server may enrol with a new key. False when there was none.</summary>
    Task<bool> ResetAsync(InstanceId instance, CancellationToken cancel);
}
