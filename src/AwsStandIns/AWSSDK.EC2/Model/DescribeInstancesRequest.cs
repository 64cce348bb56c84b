namespace Amazon.EC2.Model;

public class DescribeInstancesRequest : AmazonEC2Request
{
    public List<Filter> Filters { get; set; }

    public List<string> InstanceIds { get; set; }

    public int? MaxResults { get; set; }

    public string NextToken { get; set; }
}
