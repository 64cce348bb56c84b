using System.Net;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancing.Model;

public class AccessPointNotFoundException : AmazonElasticLoadBalancingException
{
    public AccessPointNotFoundException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
