using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class RegisterTargetsResponse : AmazonWebServiceResponse
{
}
