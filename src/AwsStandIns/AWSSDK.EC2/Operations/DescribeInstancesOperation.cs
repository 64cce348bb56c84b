using Amazon.EC2.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EC2.Operations;

internal static class DescribeInstancesOperation
{
    public static readonly QueryMarshaller<DescribeInstancesRequest> Marshaller = new("Amazon.EC2", "2016-11-15", "DescribeInstances", Write);

    public static readonly Ec2Answer<DescribeInstancesResponse> Unmarshaller = new(Read, Ec2Shapes.Error);

    private static void Write(DescribeInstancesRequest request, QueryForm form)
    {
        Ec2Shapes.AddFilters(form, request.Filters);
        form.AddEach("InstanceId", request.InstanceIds);
        form.Add("MaxResults", request.MaxResults);
        form.Add("NextToken", request.NextToken);
    }

    private static void Read(DescribeInstancesResponse response, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("reservationSet/item", target))
        {
            (response.Reservations ??= []).Add(QueryReader.Read(context, new Reservation(), Ec2Shapes.ReadReservation));
        }
        else if (context.TestExpression("nextToken", target))
        {
            response.NextToken = QueryReader.Text(context);
        }
    }
}
