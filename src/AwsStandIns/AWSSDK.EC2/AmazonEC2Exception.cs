using System.Net;
using Amazon.Runtime;

namespace Amazon.EC2;

public class AmazonEC2Exception : AmazonServiceException
{
    public AmazonEC2Exception(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
