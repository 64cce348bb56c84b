using Amazon.Runtime;

namespace Amazon.EC2;

public class AmazonEC2Request : AmazonWebServiceRequest
{
}
