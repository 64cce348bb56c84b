using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancing.Model;

public class DeregisterInstancesFromLoadBalancerResponse : AmazonWebServiceResponse
{
    public List<Instance> Instances { get; set; }
}
