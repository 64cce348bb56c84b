using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

public class AmazonElasticLoadBalancingV2Request : AmazonWebServiceRequest
{
}
