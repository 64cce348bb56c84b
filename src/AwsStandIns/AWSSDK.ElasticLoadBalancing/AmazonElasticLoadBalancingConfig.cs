using Amazon.QueryProtocol;

namespace Amazon.ElasticLoadBalancing;

public class AmazonElasticLoadBalancingConfig : QueryConfig
{
    public AmazonElasticLoadBalancingConfig()
        : base("Elastic Load Balancing", "elasticloadbalancing", "2012-06-01")
    {
    }
}
