using Amazon.EC2.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EC2.Operations;

internal static class TerminateInstancesOperation
{
    public static readonly QueryMarshaller<TerminateInstancesRequest> Marshaller = new("Amazon.EC2", "2016-11-15", "TerminateInstances", Write);

    public static readonly Ec2Answer<TerminateInstancesResponse> Unmarshaller = new(Read, Ec2Shapes.Error);

    private static void Write(TerminateInstancesRequest request, QueryForm form)
    {
        form.AddEach("InstanceId", request.InstanceIds);
    }

    private static void Read(TerminateInstancesResponse response, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("instancesSet/item", target))
        {
            (response.TerminatingInstances ??= []).Add(QueryReader.Read(context, new InstanceStateChange(), Ec2Shapes.ReadStateChange));
        }
    }
}
