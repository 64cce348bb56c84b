using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.QueryProtocol;

namespace Amazon.ElasticLoadBalancingV2.Operations;

internal static class DeregisterTargetsOperation
{
    public static readonly QueryMarshaller<DeregisterTargetsRequest> Marshaller = new(
        "Amazon.ElasticLoadBalancingV2", "2015-12-01", "DeregisterTargets", Write);

    /// <summary>The answer says nothing but that it was done.</summary>
    public static readonly ElbAnswer<DeregisterTargetsResponse> Unmarshaller = new((_, _, _) => { }, TargetShapes.Error);

    private static void Write(DeregisterTargetsRequest request, QueryForm form)
    {
        form.Add("TargetGroupArn", request.TargetGroupArn);
        TargetShapes.AddTargets(form, request.Targets);
    }
}
