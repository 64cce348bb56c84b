using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>Why a launch brought nobody who served.</summary>
public enum LaunchFailure
{
    NoCapacity,

    /// <summary>EC2 refused it, whatever the code.</summary>
    Refused,

    /// <summary>Nobody answered, and no server has its tag.</summary>
    Unanswered,

    /// <summary>Its servers were gone, or past their boot deadline, before one of them was in service.</summary>
    Died,
}

/// <summary>What RunInstances is asked for: a type in a subnet.</summary>
public sealed record LaunchCandidate(string InstanceType, string SubnetId)
{
    public static LaunchCandidate Of(LaunchIntent launch) => new(launch.Request.InstanceType, launch.Request.SubnetId);

    public override string ToString() => $"{InstanceType} in {SubnetId}";
}

/// <summary>
/// How often in a row a candidate's launches failed, or, without a candidate, the whole pool's. It is all that is kept of launches that
/// brought nobody, so that a shortage of days is as small as one of minutes.
/// </summary>
/// <param name="Candidate">Null: of the pool.</param>
/// <param name="Count">In a row; 0: the last one was good.</param>
/// <param name="Last">What the last one failed by.</param>
/// <param name="At">The tick of the last one.</param>
/// <param name="Outcome">Of the last one, in AWS's words.</param>
public sealed record LaunchFailures(LaunchCandidate? Candidate, int Count, LaunchFailure Last, Instant At, string Outcome)
{
    /// <summary>What failed this long ago is not in a row with what fails now: in between nobody asked.</summary>
    private static readonly Duration Apart = Duration.FromHours(1);

    /// <summary>One more of the same kind; of another kind, or long after, it is the first.</summary>
    /// <param name="before">What is remembered of the pool and its candidates.</param>
    /// <param name="candidate">Null: of the pool.</param>
    /// <param name="kind">What it failed by.</param>
    /// <param name="at">The tick.</param>
    /// <param name="outcome">In AWS's words.</param>
    public static LaunchFailures After(
        IEnumerable<LaunchFailures> before, LaunchCandidate? candidate, LaunchFailure kind, Instant at, string outcome)
    {
        var last = before.FirstOrDefault(one => one.Candidate == candidate);
        return new(candidate, last is not null && last.Last == kind && at < last.At + Apart ? last.Count + 1 : 1, kind, at, outcome);
    }
}
