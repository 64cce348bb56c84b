using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.ElasticLoadBalancingV2.Operations;

internal static class DescribeTargetHealthOperation
{
    public static readonly QueryMarshaller<DescribeTargetHealthRequest> Marshaller = new(
        "Amazon.ElasticLoadBalancingV2", "2015-12-01", "DescribeTargetHealth", Write);

    public static readonly ElbAnswer<DescribeTargetHealthResponse> Unmarshaller = new(Read, TargetShapes.Error);

    private static void Write(DescribeTargetHealthRequest request, QueryForm form)
    {
        form.Add("TargetGroupArn", request.TargetGroupArn);
        TargetShapes.AddTargets(form, request.Targets);
    }

    private static void Read(DescribeTargetHealthResponse response, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("DescribeTargetHealthResult/TargetHealthDescriptions/member", target))
        {
            (response.TargetHealthDescriptions ??= []).Add(
                QueryReader.Read(context, new TargetHealthDescription(), TargetShapes.ReadDescription));
        }
    }
}
