using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancing.Model;

public class DescribeInstanceHealthResponse : AmazonWebServiceResponse
{
    public List<InstanceState> InstanceStates { get; set; }
}
