namespace Kickoff.Aws.Ec2;

/// <summary>
/// EC2's codes for "not here, not now" (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html). Those that begin with
/// Insufficient are server errors to EC2: an SDK would ask again and again for what another subnet has.
/// </summary>
internal static class CapacityErrors
{
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "InsufficientAddressCapacity", "InsufficientCapacity", "InsufficientFreeAddressesInSubnet", "InsufficientHostCapacity",
        "InsufficientInstanceCapacity", "InsufficientReservedInstanceCapacity", "InsufficientVolumeCapacity", "InstanceLimitExceeded",
        "MaxSpotInstanceCountExceeded", "UnfulfillableCapacity", "Unsupported", "VcpuLimitExceeded",
    };

    public static bool Contains(string? code) => code is not null && Codes.Contains(code);
}
