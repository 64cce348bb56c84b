namespace Amazon.ElasticLoadBalancing.Model;

public class RegisterInstancesWithLoadBalancerRequest : AmazonElasticLoadBalancingRequest
{
    public List<Instance> Instances { get; set; }

    public string LoadBalancerName { get; set; }
}
