namespace Kickoff.Cloud.Ec2;

/// <summary>One subnet.</summary>
/// <param name="Id">As launches name it.</param>
/// <param name="Zone">Its availability zone.</param>
/// <param name="Addresses">How many it has for instances; AWS keeps five of each subnet for itself
/// (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).</param>
public sealed record Subnet(string Id, string Zone, int Addresses = 251);
