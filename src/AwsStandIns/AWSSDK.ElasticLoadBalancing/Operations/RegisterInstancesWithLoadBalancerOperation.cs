using Amazon.ElasticLoadBalancing.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.ElasticLoadBalancing.Operations;

internal static class RegisterInstancesWithLoadBalancerOperation
{
    public static readonly QueryMarshaller<RegisterInstancesWithLoadBalancerRequest> Marshaller = new(
        "Amazon.ElasticLoadBalancing", "2012-06-01", "RegisterInstancesWithLoadBalancer", Write);

    public static readonly ElbAnswer<RegisterInstancesWithLoadBalancerResponse> Unmarshaller = new(Read, ClassicShapes.Error);

    private static void Write(RegisterInstancesWithLoadBalancerRequest request, QueryForm form)
    {
        form.Add("LoadBalancerName", request.LoadBalancerName);
        ClassicShapes.AddInstances(form, request.Instances);
    }

    private static void Read(RegisterInstancesWithLoadBalancerResponse response, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("RegisterInstancesWithLoadBalancerResult/Instances/member", target))
        {
            (response.Instances ??= []).Add(QueryReader.Read(context, new Instance(), ClassicShapes.ReadInstance));
        }
    }
}
