using System.Net;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancing.Model;

public class InvalidEndPointException : AmazonElasticLoadBalancingException
{
    public InvalidEndPointException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
