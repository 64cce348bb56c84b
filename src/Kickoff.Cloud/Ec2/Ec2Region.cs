namespace Kickoff.Cloud.Ec2;

/// <summary>What an account has in a region before it launches anything.</summary>
public sealed class Ec2Region
{
    /// <summary>Names of security groups by their ids: launches say ids, DescribeInstances says both.</summary>
    public Dictionary<string, string> SecurityGroups { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Subnet> Subnets { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order in which DescribeImages lists them, which is none.</summary>
    public IList<MachineImage> Images { get; } = [];

    public HashSet<string> KeyPairs { get; } = new(StringComparer.Ordinal);

    /// <summary>Names and ARNs of instance profiles.</summary>
    public HashSet<string> InstanceProfiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Instance types that a zone does not offer; every zone offers every other.</summary>
    public HashSet<(string Type, string Zone)> NotOffered { get; } = [];

    /// <summary>
    /// The most vCPUs of on-demand instances at once (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html).
    /// </summary>
    public int VcpuQuota { get; set; } = int.MaxValue;

    /// <summary>
    /// The most a page of a description has, whatever is asked for: a page may have less than MaxResults, and the token says whether there
    /// is more (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination).
    /// </summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>
    /// DeregisterImage: it is described no more, and nothing is launched with it
    /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html).
    /// </summary>
    public void Deregister(string image)
    {
        for (var i = 0; i < Images.Count; i++)
        {
            Images[i] = Images[i].Id == image ? Images[i] with { State = MachineImage.Deregistered } : Images[i];
        }
    }
}
