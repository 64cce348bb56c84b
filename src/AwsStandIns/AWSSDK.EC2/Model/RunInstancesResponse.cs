using Amazon.Runtime;

namespace Amazon.EC2.Model;

public class RunInstancesResponse : AmazonWebServiceResponse
{
    public Reservation Reservation { get; set; }
}
