using System.Net;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancing;

public class AmazonElasticLoadBalancingException : AmazonServiceException
{
    public AmazonElasticLoadBalancingException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
