using Amazon.QueryProtocol;

namespace Amazon.EC2;

public class AmazonEC2Config : QueryConfig
{
    public AmazonEC2Config()
        : base("EC2", "ec2", "2016-11-15")
    {
    }
}
