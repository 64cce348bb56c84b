namespace Kickoff.Local.Emulator.Calls;

/// <summary>One RunInstances as the emulated EC2 weighs it.</summary>
public sealed record LaunchOffer(string InstanceType, string SubnetId, int MinCount, int MaxCount);

/// <summary>How the emulated AWS behaves where moto is simpler than AWS. Everything may be changed while it runs.</summary>
public sealed class EmulatorBehaviour
{
    /// <summary>Gives launch times and measures boots; a match day puts its own clock here.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>From launch until a load balancer finds a registered server in service.</summary>
    public TimeSpan BootTime { get; set; } = TimeSpan.Zero;

    /// <summary>False for a server that never passes its health check, by instance id.</summary>
    public Func<string, bool> ComesUp { get; set; } = _ => true;

    /// <summary>How long a target group lists a deregistered target as draining.</summary>
    public TimeSpan DeregistrationDelay { get; set; } = TimeSpan.Zero;

    /// <summary>How many servers EC2 has for this launch; fewer than MinCount is InsufficientInstanceCapacity.</summary>
    public Func<LaunchOffer, int> Capacity { get; set; } = offer => offer.MaxCount;
}
