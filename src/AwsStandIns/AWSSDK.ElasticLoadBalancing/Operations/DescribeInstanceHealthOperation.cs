using Amazon.ElasticLoadBalancing.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.ElasticLoadBalancing.Operations;

internal static class DescribeInstanceHealthOperation
{
    public static readonly QueryMarshaller<DescribeInstanceHealthRequest> Marshaller = new(
        "Amazon.ElasticLoadBalancing", "2012-06-01", "DescribeInstanceHealth", Write);

    public static readonly ElbAnswer<DescribeInstanceHealthResponse> Unmarshaller = new(Read, ClassicShapes.Error);

    private static void Write(DescribeInstanceHealthRequest request, QueryForm form)
    {
        form.Add("LoadBalancerName", request.LoadBalancerName);
        ClassicShapes.AddInstances(form, request.Instances);
    }

    private static void Read(DescribeInstanceHealthResponse response, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("DescribeInstanceHealthResult/InstanceStates/member", target))
        {
            (response.InstanceStates ??= []).Add(QueryReader.Read(context, new InstanceState(), ClassicShapes.ReadState));
        }
    }
}
