using System.Text;
using Amazon.EC2.Model;
using Kickoff.Core.Servers;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Cloud.Ec2;

/// <summary>Here: RunInstances (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html).</summary>
public sealed partial class Ec2Account
{
    /// <summary>Of user data, before it is encoded (UserGuide/instancedata-add-user-data.html).</summary>
    private const int MostUserData = 16 * 1024;

    private const int MostTags = 50;

    private readonly LaunchTokens<Ec2Instance[]> _tokens = new(launched =>
        launched.All(server => server.Now.State is InstanceState.ShuttingDown or InstanceState.Terminated));

    public RunInstancesResponse Run(RunInstancesRequest request)
    {
        var launch = LaunchParameters.Copy(request);
        RefuseFaulty(launch);
        var subnet = Region.Subnets.GetValueOrDefault(launch.SubnetId ?? "") ?? throw Ec2Errors.NoSuchSubnet(launch.SubnetId);
        var parameters = LaunchParameters.Text(launch);
        if (_tokens.Find(launch.ClientToken, subnet.Zone, parameters) is { } earlier)
        {
            witness.Launched(launch, earlier, again: true);
            return Answer(earlier);
        }

        RefuseUnknown(launch, subnet);
        var count = Count(launch, subnet);
        var reservation = ++_reservations;
        var launched = Enumerable.Range(0, count).Select(_ => Start(launch, reservation)).ToArray();
        _tokens.Add(launch.ClientToken, subnet.Zone, parameters, launched);
        witness.Launched(launch, launched, again: false);
        return Answer(launched);
    }

    private static void RefuseFaulty(RunInstancesRequest launch)
    {
        _ = launch.MinCount ?? throw Ec2Errors.Missing("MinCount");
        _ = launch.MaxCount ?? throw Ec2Errors.Missing("MaxCount");
        if (launch.MinCount < 1 || launch.MaxCount < launch.MinCount)
        {
            throw Ec2Errors.NoRange(launch.MinCount.Value, launch.MaxCount.Value);
        }

        if (launch.ClientToken is { Length: > 64 } || (launch.ClientToken is { } token && !Ascii.IsValid(token)))
        {
            throw Ec2Errors.InvalidValue("A client token is of at most 64 ASCII characters");
        }

        if (!InstanceTypes.IsOne(launch.InstanceType?.Value))
        {
            throw Ec2Errors.InvalidValue($"Invalid value '{launch.InstanceType?.Value}' for InstanceType.");
        }

        if (launch.UserData is { } data && Convert.FromBase64String(data).Length > MostUserData)
        {
            throw Ec2Errors.InvalidValue($"User data is limited to {MostUserData} bytes");
        }

        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html
        var tags = (launch.TagSpecifications ?? []).SelectMany(tagged => tagged.Tags ?? []).ToArray();
        if (tags.Length > MostTags)
        {
            throw Ec2Errors.Of("TagLimitExceeded", $"More than {MostTags} tags specified");
        }

        if (Array.Find(tags, tag => tag.Key is not { Length: > 0 and <= 128 } || tag.Value is { Length: > 256 }
                || tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) is { } faulty)
        {
            throw Ec2Errors.InvalidValue($"Tag '{faulty.Key}' is too long, or of AWS's own names");
        }
    }

    private void RefuseUnknown(RunInstancesRequest launch, Subnet subnet)
    {
        if (Region.Images.FirstOrDefault(image => image.Id == launch.ImageId) is not { } found)
        {
            throw Ec2Errors.NoSuchImage(launch.ImageId);
        }

        if (found.State != "available")
        {
            throw Ec2Errors.Of("InvalidAMIID.Unavailable", $"The image ID '{found.Id}' is not available");
        }

        if ((launch.SecurityGroupIds ?? []).Find(id => !Region.SecurityGroups.ContainsKey(id)) is { } group)
        {
            throw Ec2Errors.NoSuchGroup(group);
        }

        if (launch.KeyName is { } key && !Region.KeyPairs.Contains(key))
        {
            throw Ec2Errors.NoSuchKey(key);
        }

        if ((launch.IamInstanceProfile?.Name ?? launch.IamInstanceProfile?.Arn) is { } profile && !Region.InstanceProfiles.Contains(
            profile))
        {
            throw Ec2Errors.InvalidValue($"Value ({profile}) for parameter iamInstanceProfile is invalid. Invalid IAM Instance Profile");
        }

        if (Region.NotOffered.Contains((launch.InstanceType.Value, subnet.Zone)))
        {
            throw Ec2Errors.NotOffered(launch.InstanceType.Value, subnet.Zone);
        }
    }

    /// <summary>
    /// "Amazon EC2 launches the largest possible number of instances above the specified minimum count" of capacity; that addresses and
    /// quota bound it in the same way is the model's word, not the page's.
    /// </summary>
    private int Count(RunInstancesRequest launch, Subnet subnet)
    {
        var (least, most, type) = (launch.MinCount!.Value, launch.MaxCount!.Value, launch.InstanceType.Value);
        var addresses = subnet.Addresses - Instances.Count(
            server => server.Now.SubnetId == subnet.Id && server.Now.State != InstanceState.Terminated);
        var vcpus = Instances.Where(server => server.Now.State is InstanceState.Pending or InstanceState.Running)
            .Sum(server => InstanceTypes.Vcpus(server.Launch.InstanceType.Value));
        var quota = (Region.VcpuQuota - vcpus) / InstanceTypes.Vcpus(type);
        var refusal = addresses < least ? Ec2Errors.NoAddresses(subnet.Id)
            : quota < least ? Ec2Errors.OverQuota(Region.VcpuQuota)
            : Capacity.Of(type, subnet.Id) < least ? Ec2Errors.NoCapacity(type, subnet.Zone)
            : null;
        if (refusal is not null)
        {
            witness.NoCapacity(launch);
            throw refusal;
        }

        return Capacity.Take(type, subnet.Id, Math.Min(most, Math.Min(addresses, quota)));
    }

    private RunInstancesResponse Answer(IEnumerable<Ec2Instance> launched) => new()
    {
        Reservation = new Reservation { Instances = [.. launched.Select(server => Described(server, server.Now))] },
    };
}
