using System.Net;
using Amazon.ElasticLoadBalancing;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;

namespace Kickoff.Cloud.LoadBalancing;

/// <summary>
/// What load balancers refuse a call with, as the SDK throws it: for what it has a type for, that type
/// (https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/,
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/).
/// </summary>
public static class ElbErrors
{
    private const string RequestId = "11111111-cloud-elb";

    /// <summary>Any error of classic load balancers, one that nobody has heard of too.</summary>
    public static AmazonElasticLoadBalancingException Classic(
        string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest) => code switch
        {
            "LoadBalancerNotFound" => new AccessPointNotFoundException(message, null, ErrorType.Sender, code, RequestId, status),
            "InvalidInstance" => new InvalidEndPointException(message, null, ErrorType.Sender, code, RequestId, status),
            _ => new AmazonElasticLoadBalancingException(message, null, Whose(status), code, RequestId, status),
        };

    /// <summary>Any error of target groups, one that nobody has heard of too.</summary>
    public static AmazonElasticLoadBalancingV2Exception V2(
        string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest) => code switch
        {
            "TargetGroupNotFound" => new TargetGroupNotFoundException(message, null, ErrorType.Sender, code, RequestId, status),
            "InvalidTarget" => new InvalidTargetException(message, null, ErrorType.Sender, code, RequestId, status),
            _ => new AmazonElasticLoadBalancingV2Exception(message, null, Whose(status), code, RequestId, status),
        };

    /// <summary>Of a classic load balancer.</summary>
    public static AmazonElasticLoadBalancingException NoSuchInstance(string id) =>
        Classic("InvalidInstance", $"Could not find EC2 instance {id}.");

    /// <summary>Of a target group.</summary>
    public static AmazonElasticLoadBalancingV2Exception NotRunning(IEnumerable<string> ids) => V2(
        "InvalidTarget", $"The following targets are not in a running state and cannot be registered: '{string.Join("', '", ids)}'");

    private static ErrorType Whose(HttpStatusCode status) =>
        status >= HttpStatusCode.InternalServerError ? ErrorType.Receiver : ErrorType.Sender;
}
