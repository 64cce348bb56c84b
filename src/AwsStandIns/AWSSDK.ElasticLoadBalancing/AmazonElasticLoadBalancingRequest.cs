using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancing;

public class AmazonElasticLoadBalancingRequest : AmazonWebServiceRequest
{
}
