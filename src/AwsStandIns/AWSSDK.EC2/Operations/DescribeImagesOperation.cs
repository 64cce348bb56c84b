using Amazon.EC2.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EC2.Operations;

internal static class DescribeImagesOperation
{
    public static readonly QueryMarshaller<DescribeImagesRequest> Marshaller = new("Amazon.EC2", "2016-11-15", "DescribeImages", Write);

    public static readonly Ec2Answer<DescribeImagesResponse> Unmarshaller = new(Read, Ec2Shapes.Error);

    private static void Write(DescribeImagesRequest request, QueryForm form)
    {
        Ec2Shapes.AddFilters(form, request.Filters);
        form.AddEach("Owner", request.Owners);
        form.Add("MaxResults", request.MaxResults);
        form.Add("NextToken", request.NextToken);
    }

    private static void Read(DescribeImagesResponse response, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("imagesSet/item", target))
        {
            (response.Images ??= []).Add(QueryReader.Read(context, new Image(), Ec2Shapes.ReadImage));
        }
        else if (context.TestExpression("nextToken", target))
        {
            response.NextToken = QueryReader.Text(context);
        }
    }
}
