using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Aws.Ledger;

/// <summary>Where an item lives in the ledger table (docs/architecture.md).</summary>
internal readonly record struct LedgerKey(string Partition, string Sort)
{
    public const string MembershipPrefix = "membership#";

    public const string TerminatedPartition = "terminated";

    public static string PartitionOf(InstanceId instance) => $"instance#{instance}";

    /// <summary>After activities and before drains.</summary>
    public const string AdoptionPrefix = "adoption#";

    public const string DrainPrefix = "drain#";

    public const string LaunchPrefix = "launch#";

    /// <summary>Behind activities and before drains, with which it is read.</summary>
    public const string CandidatePrefix = "candidate#";

    public const string ActivityPrefix = "activity#";

    /// <summary>Between drains and launches, which are read together.</summary>
    public const string ServerPrefix = "instance#";

    public const string HoldSort = "hold";

    public static string PartitionOf(string pool) => $"pool#{pool}";

    /// <summary>What the stack plans by.</summary>
    public static LedgerKey Deployed => new("stack", "deployed");

    public static LedgerKey Lease(string pool) => new(PartitionOf(pool), "lease");

    public static LedgerKey Hold(string pool) => new(PartitionOf(pool), HoldSort);

    /// <summary>After everything that a tick reads of its own pools.</summary>
    public static LedgerKey Retirement(string pool) => new(PartitionOf(pool), "retirement");

    public static LedgerKey Drain(string pool, InstanceId instance) => new(PartitionOf(pool), DrainPrefix + instance);

    public static LedgerKey Adoption(string pool, InstanceId instance) => new(PartitionOf(pool), AdoptionPrefix + instance);

    /// <summary>What is remembered of a server of the pool.</summary>
    public static LedgerKey Server(string pool, InstanceId instance) => new(PartitionOf(pool), ServerPrefix + instance);

    /// <summary>Version 7 UUIDs sort by time.</summary>
    public static LedgerKey Launch(string pool, Guid id) => new(PartitionOf(pool), LaunchPrefix + id.ToString("D"));

    /// <summary>How often launches of a candidate failed in a row; null: of the whole pool.</summary>
    public static LedgerKey Failures(string pool, LaunchCandidate? candidate) => new(
        PartitionOf(pool), candidate is null ? CandidatePrefix + "*" : $"{CandidatePrefix}{candidate.InstanceType}#{candidate.SubnetId}");

    public static LedgerKey Activity(string pool, Guid id) => new(PartitionOf(pool), ActivityPrefix + id.ToString("D"));

    public static LedgerKey Inventory(InstanceId instance) => new(PartitionOf(instance), "inventory");

    public static LedgerKey Enrolment(InstanceId instance) => new(PartitionOf(instance), "enrolment");

    public static LedgerKey Membership(MembershipKey key) => new(PartitionOf(key.Instance), MembershipPrefix + key.LoadBalancer.Key);

    /// <summary>When an instance was noted as terminated, so that it is noted once.</summary>
    public static LedgerKey Termination(InstanceId instance) => new(PartitionOf(instance), "termination");

    /// <summary>The same in order of time.</summary>
    public static LedgerKey Terminated(Instant at, InstanceId instance) => new(TerminatedPartition, $"{LedgerTime.Format(at)}#{instance}");
}
