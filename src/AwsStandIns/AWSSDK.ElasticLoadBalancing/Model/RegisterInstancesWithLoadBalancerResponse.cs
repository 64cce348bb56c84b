using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancing.Model;

public class RegisterInstancesWithLoadBalancerResponse : AmazonWebServiceResponse
{
    public List<Instance> Instances { get; set; }
}
