namespace Amazon.EC2.Model;

public class DescribeImagesRequest : AmazonEC2Request
{
    public List<Filter> Filters { get; set; }

    public int? MaxResults { get; set; }

    public string NextToken { get; set; }

    public List<string> Owners { get; set; }
}
