using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;

namespace Kickoff.Simulation.Season;

/// <summary>A season's account has what its pools launch with: their file says so, and nobody asks AWS.</summary>
internal static class SeasonRegion
{
    private const string Created = "2012-01-01T00:00:00.000Z";

    public static void Prepare(Ec2Region region, LaunchSpecification launch)
    {
        region.Images.Add(launch.Image switch
        {
            ImageSource.Fixed one => new MachineImage(one.ImageId, "self", "fixed", Created),
            ImageSource.Newest newest => new MachineImage(
                $"ami-{region.Images.Count + 1:x17}", newest.Owner, newest.NamePattern.Replace("*", "", StringComparison.Ordinal)
                    .Replace('?', 'x'), Created),
            _ => throw new ArgumentOutOfRangeException(nameof(launch), launch.Image, "neither an id nor a name"),
        });

        foreach (var subnet in launch.Subnets)
        {
            region.Subnets.TryAdd(subnet, new Subnet(subnet, $"eu-west-1{subnet[^1]}", Addresses: int.MaxValue));
        }

        foreach (var group in launch.SecurityGroups)
        {
            region.SecurityGroups.TryAdd(group, group);
        }

        if (launch.KeyName is { } key)
        {
            region.KeyPairs.Add(key);
        }

        if (launch.InstanceProfile is { } profile)
        {
            region.InstanceProfiles.Add(profile);
        }
    }
}
