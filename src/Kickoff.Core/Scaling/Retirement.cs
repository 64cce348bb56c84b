using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// Somebody's word that the servers of a pool which fleet.yml has no more are to be drained and ended. It is forgotten after
/// <paramref name="Until"/>, so that it does not meet a pool of the same name that is made and taken away much later.
/// </summary>
/// <param name="Drain">As the pool had it.</param>
/// <param name="ProtectTag">A server with it stays.</param>
public sealed record Retirement(string Pool, Duration Drain, string ProtectTag, Instant At, Instant Until, string By)
{
    public static readonly Duration Lasts = Duration.FromDays(7);

    /// <summary>The pool as fleet.yml would have it with nothing asked for: it launches nothing, and leaves at the usual pace.</summary>
    internal Pool AsPool() => new()
    {
        Name = Pool,
        Launch = new LaunchSpecification
        {
            Image = new ImageSource.Fixed(""),
            InstanceTypes = [],
            Subnets = [],
            SecurityGroups = [],
        },
        Capacity = new CapacityPolicy
        {
            Minimum = 0,
            Maximum = 0,
            ReadyBefore = Duration.Zero,
            BootTime = Duration.FromMinutes(5),
            BootDeadline = Duration.FromMinutes(15),
            StayAfter = Duration.Zero,
            Overlap = Overlap.Max,
            ScaleIn = new ScaleIn(25, Duration.FromMinutes(5)),
            Demand = [],
        },
        Drain = Drain,
        ProtectTag = ProtectTag,
    };
}
