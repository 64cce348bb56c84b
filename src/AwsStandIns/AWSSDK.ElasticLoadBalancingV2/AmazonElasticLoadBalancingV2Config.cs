using Amazon.QueryProtocol;

namespace Amazon.ElasticLoadBalancingV2;

public class AmazonElasticLoadBalancingV2Config : QueryConfig
{
    public AmazonElasticLoadBalancingV2Config()
        : base("Elastic Load Balancing v2", "elasticloadbalancing", "2015-12-01")
    {
    }
}
