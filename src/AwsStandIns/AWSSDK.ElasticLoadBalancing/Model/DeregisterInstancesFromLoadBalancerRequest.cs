namespace Amazon.ElasticLoadBalancing.Model;

public class DeregisterInstancesFromLoadBalancerRequest : AmazonElasticLoadBalancingRequest
{
    public List<Instance> Instances { get; set; }

    public string LoadBalancerName { get; set; }
}
