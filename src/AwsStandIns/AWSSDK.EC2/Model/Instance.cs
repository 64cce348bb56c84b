namespace Amazon.EC2.Model;

public class Instance
{
    public string ImageId { get; set; }

    public string InstanceId { get; set; }

    public InstanceType InstanceType { get; set; }

    public DateTime? LaunchTime { get; set; }

    public Placement Placement { get; set; }

    public string PrivateDnsName { get; set; }

    public string PrivateIpAddress { get; set; }

    public List<GroupIdentifier> SecurityGroups { get; set; }

    public InstanceState State { get; set; }

    public string SubnetId { get; set; }

    public List<Tag> Tags { get; set; }
}
