using System.Net;
using Amazon.Runtime;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Cloud.Time;
using Kickoff.Simulation.Calls;

namespace Kickoff.Simulation.Drills;

/// <summary>What calls throw when something is wrong, each service in its own codes, after the SDK's retries.</summary>
internal static class Failures
{
    /// <summary>No connection, as the SDK lets it through or wraps it.</summary>
    public static Exception Connection(Dice dice, string what) =>
        dice.Chance(0.5) ? new HttpRequestException(what) : new AmazonClientException(what, new IOException(what));

    /// <summary>The service is there, and has an error of its own.</summary>
    public static Exception OfTheServer(CallSite site) => site.Service switch
    {
        Service.Ec2 => Ec2Errors.Of("InternalError", "An internal error has occurred", HttpStatusCode.InternalServerError),
        Service.ClassicLoadBalancing => ElbErrors.Classic("ServiceUnavailable", "Service Unavailable", HttpStatusCode.ServiceUnavailable),
        Service.TargetGroups => ElbErrors.V2("InternalFailure", "The request processing has failed", HttpStatusCode.InternalServerError),
        _ => DynamoDbErrors.Of("InternalServerError", HttpStatusCode.InternalServerError),
    };

    /// <summary>Of what the service might refuse any request with, and what it might say tomorrow.</summary>
    public static Exception Refused(CallSite site, Dice dice) => site.Service switch
    {
        Service.Ec2 => Ec2Errors.Of(dice.Of(["UnauthorizedOperation", "InvalidParameterValue", "TomorrowsCode"]), "no"),
        Service.ClassicLoadBalancing => ElbErrors.Classic(dice.Of(["AccessDenied", "ValidationError", "TomorrowsCode"]), "no"),
        _ => ElbErrors.V2(dice.Of(["AccessDenied", "ValidationError", "TomorrowsCode"]), "no"),
    };

    public static Exception Throttled(CallSite site) => site.Service switch
    {
        Service.Ec2 => Ec2Errors.Of("RequestLimitExceeded", "Request limit exceeded.", HttpStatusCode.ServiceUnavailable),
        Service.ClassicLoadBalancing => ElbErrors.Classic("Throttling", "Rate exceeded"),
        Service.TargetGroups => ElbErrors.V2("Throttling", "Rate exceeded"),
        _ => DynamoDbErrors.Of("ProvisionedThroughputExceededException", HttpStatusCode.BadRequest),
    };
}
