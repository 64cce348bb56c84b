namespace Amazon.ElasticLoadBalancing.Model;

public class DescribeInstanceHealthRequest : AmazonElasticLoadBalancingRequest
{
    public List<Instance> Instances { get; set; }

    public string LoadBalancerName { get; set; }
}
