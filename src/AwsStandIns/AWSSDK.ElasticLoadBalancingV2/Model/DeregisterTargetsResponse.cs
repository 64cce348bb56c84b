using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class DeregisterTargetsResponse : AmazonWebServiceResponse
{
}
