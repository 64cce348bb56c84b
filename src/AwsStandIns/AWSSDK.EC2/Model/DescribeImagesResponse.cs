using Amazon.Runtime;

namespace Amazon.EC2.Model;

public class DescribeImagesResponse : AmazonWebServiceResponse
{
    public List<Image> Images { get; set; }

    public string NextToken { get; set; }
}
