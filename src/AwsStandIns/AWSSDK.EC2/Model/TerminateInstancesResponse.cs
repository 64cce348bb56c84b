using Amazon.Runtime;

namespace Amazon.EC2.Model;

public class TerminateInstancesResponse : AmazonWebServiceResponse
{
    public List<InstanceStateChange> TerminatingInstances { get; set; }
}
