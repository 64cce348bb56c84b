namespace Amazon.EC2.Model;

public class TerminateInstancesRequest : AmazonEC2Request
{
    public List<string> InstanceIds { get; set; }
}
