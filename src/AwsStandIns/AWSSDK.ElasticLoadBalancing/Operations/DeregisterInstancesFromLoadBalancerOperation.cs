using Amazon.ElasticLoadBalancing.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.ElasticLoadBalancing.Operations;

internal static class DeregisterInstancesFromLoadBalancerOperation
{
    public static readonly QueryMarshaller<DeregisterInstancesFromLoadBalancerRequest> Marshaller = new(
        "Amazon.ElasticLoadBalancing", "2012-06-01", "DeregisterInstancesFromLoadBalancer", Write);

    public static readonly ElbAnswer<DeregisterInstancesFromLoadBalancerResponse> Unmarshaller = new(Read, ClassicShapes.Error);

    private static void Write(DeregisterInstancesFromLoadBalancerRequest request, QueryForm form)
    {
        form.Add("LoadBalancerName", request.LoadBalancerName);
        ClassicShapes.AddInstances(form, request.Instances);
    }

    private static void Read(DeregisterInstancesFromLoadBalancerResponse response, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("DeregisterInstancesFromLoadBalancerResult/Instances/member", target))
        {
            (response.Instances ??= []).Add(QueryReader.Read(context, new Instance(), ClassicShapes.ReadInstance));
        }
    }
}
