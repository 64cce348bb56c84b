namespace Amazon.EC2.Model;

public class RunInstancesRequest : AmazonEC2Request
{
    public string ClientToken { get; set; }

    public IamInstanceProfileSpecification IamInstanceProfile { get; set; }

    public string ImageId { get; set; }

    public InstanceType InstanceType { get; set; }

    public string KeyName { get; set; }

    public int? MaxCount { get; set; }

    public InstanceMetadataOptionsRequest MetadataOptions { get; set; }

    public int? MinCount { get; set; }

    public List<string> SecurityGroupIds { get; set; }

    public string SubnetId { get; set; }

    public List<TagSpecification> TagSpecifications { get; set; }

    public string UserData { get; set; }
}
