using System.Net;
using Amazon.EC2;
using Amazon.ElasticLoadBalancing;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Kickoff.Aws.Ec2;
using Kickoff.Core;
using Kickoff.Core.Registration;
using InstanceId = Kickoff.Core.Servers.InstanceId;
using ServerState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Contracts.Servers;

/// <summary>
/// EC2 and load balancers that cannot answer (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html,
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html): what the SDK throws, and that the adapters say so.
/// </summary>
[Collection(TellsStories.Name)]
public sealed class OutageStories(Oracles oracles)
{
    /// <summary>Asked too often, or what the SDK takes for it.</summary>
    private static readonly (string Code, HttpStatusCode Status)[] Throttled =
    [
        ("RequestLimitExceeded", HttpStatusCode.ServiceUnavailable),
        ("Throttling", HttpStatusCode.BadRequest),
        ("BandwidthLimitExceeded", HttpStatusCode.ServiceUnavailable),
        ("SlowDown", HttpStatusCode.ServiceUnavailable),
        ("EC2ThrottledException", HttpStatusCode.BadRequest),
        ("LimitExceededException", HttpStatusCode.BadRequest),
        ("PriorRequestNotComplete", HttpStatusCode.BadRequest),
        ("ProvisionedThroughputExceededException", HttpStatusCode.BadRequest),
        ("RequestThrottled", HttpStatusCode.BadRequest),
        ("RequestThrottledException", HttpStatusCode.BadRequest),
        ("ThrottledException", HttpStatusCode.BadRequest),
        ("ThrottlingException", HttpStatusCode.BadRequest),
        ("TooManyRequestsException", HttpStatusCode.TooManyRequests),
        ("TransactionInProgressException", HttpStatusCode.BadRequest),
    ];

    /// <summary>Errors of the server, by their status, whatever their codes.</summary>
    private static readonly (string Code, HttpStatusCode Status)[] Down =
    [
        ("InternalError", HttpStatusCode.InternalServerError),
        ("InternalFailure", HttpStatusCode.InternalServerError),
        ("Unavailable", HttpStatusCode.ServiceUnavailable),
        ("ServiceUnavailable", HttpStatusCode.ServiceUnavailable),
        ("HealthUnavailable", HttpStatusCode.InternalServerError),
        ("NobodyHasHeardOfIt", HttpStatusCode.BadGateway),
    ];

    /// <summary>Said of who asks (errors-overview.html; Programming.Errors.html, Common errors).</summary>
    private static readonly (string Code, HttpStatusCode Status)[] Identity =
    [
        ("AuthFailure", HttpStatusCode.Unauthorized),
        ("ExpiredToken", HttpStatusCode.Forbidden),
        ("ExpiredTokenException", HttpStatusCode.BadRequest),
        ("IncompleteSignature", HttpStatusCode.BadRequest),
        ("IncompleteSignatureException", HttpStatusCode.BadRequest),
        ("InvalidClientTokenId", HttpStatusCode.Forbidden),
        ("InvalidSignatureException", HttpStatusCode.BadRequest),
        ("MissingAuthenticationToken", HttpStatusCode.Forbidden),
        ("MissingAuthenticationTokenException", HttpStatusCode.BadRequest),
        ("RequestExpired", HttpStatusCode.BadRequest),
        ("SignatureDoesNotMatch", HttpStatusCode.Forbidden),
        ("UnrecognizedClientException", HttpStatusCode.BadRequest),
    ];

    [Theory, MotoItself]
    public async Task Whatever_it_was_that_AWS_could_not_do_the_adapters_say_that_it_is_unavailable(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        foreach (var (code, status) in Throttled.Concat(Identity).Concat(Down))
        {
            using (stage.Behind.Failing(code, status))
            {
                foreach (var call in Calls(stage))
                {
                    var unavailable = await Assert.ThrowsAsync<UnavailableException>(call);
                    Assert.Contains(code, unavailable.Message, StringComparison.Ordinal);
                    // What was throttled, or not ours to ask, was certainly not done.
                    Assert.Equal(!Down.Any(one => one.Code == code), unavailable.IsAboutCaller);
                }
            }
        }
    }

    /// <summary>Of a read nothing is known then: who is not told that a server is there does not know that it is not.</summary>
    [Theory, MotoItself]
    public async Task A_read_that_is_refused_whatever_the_code_is_unknown(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var servers = new Ec2Servers(stage.Ec2);
        foreach (var code in new[] { "UnauthorizedOperation", "InvalidParameterValue", "NobodyHasHeardOfIt" })
        {
            using (stage.Behind.Failing(code, HttpStatusCode.Forbidden))
            {
                foreach (var read in new Func<Task>[]
                {
                    () => servers.ListAsync([ServerState.Running], default),
                    () => servers.FindAsync([InstanceId.Parse(Lines.Nobody)], default),
                    () => servers.FindLiveByPrivateDnsNameAsync("ip-10-0-0-4.eu-west-1.compute.internal", default),
                })
                {
                    var unknown = await Assert.ThrowsAsync<UnavailableException>(read);
                    Assert.StartsWith($"{code}: ", unknown.Refusal, StringComparison.Ordinal);
                    Assert.False(unknown.IsAboutCaller);
                }
            }
        }
    }

    [Theory, MotoItself]
    public async Task An_error_is_thrown_as_the_SDK_throws_it(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        foreach (var (code, status, type, call) in new (string, HttpStatusCode, Type, Func<Task>)[]
        {
            ("InvalidInstanceID.NotFound", HttpStatusCode.BadRequest, typeof(AmazonEC2Exception), () => stage.EndAsync(Lines.Nobody)),
            ("InternalError", HttpStatusCode.InternalServerError, typeof(AmazonEC2Exception), () => stage.DescribeAsync()),
            ("LoadBalancerNotFound", HttpStatusCode.BadRequest, typeof(AccessPointNotFoundException), () => stage.HealthAsync()),
            ("InvalidInstance", HttpStatusCode.BadRequest, typeof(InvalidEndPointException), () => stage.RegisterAsync(Lines.Nobody)),
            ("InvalidInstance", HttpStatusCode.BadRequest, typeof(InvalidEndPointException), () => stage.DeregisterAsync(Lines.Nobody)),
            ("AccessDenied", HttpStatusCode.Forbidden, typeof(AmazonElasticLoadBalancingException), () => stage.HealthAsync()),
            ("TargetGroupNotFound", HttpStatusCode.BadRequest, typeof(TargetGroupNotFoundException), () => stage.TargetsAsync()),
            ("InvalidTarget", HttpStatusCode.BadRequest, typeof(InvalidTargetException), () => stage.AddAsync(Lines.At(Lines.Nobody))),
            ("Throttling", HttpStatusCode.BadRequest, typeof(AmazonElasticLoadBalancingV2Exception), () => stage.TargetsAsync()),
        })
        {
            using (stage.Behind.Failing(code, status))
            {
                var thrown = await Assert.ThrowsAnyAsync<AmazonServiceException>(call);
                Assert.Equal((type, code, status), (thrown.GetType(), thrown.ErrorCode, thrown.StatusCode));
            }
        }
    }

    private static Func<Task>[] Calls(FleetStage stage)
    {
        var (fleet, servers, port) = (new Ec2Fleet(stage.Ec2), new Ec2Servers(stage.Ec2), AnswerStories.Port(stage));
        InstanceId[] ids = [InstanceId.Parse(Lines.Nobody)];
        LoadBalancer[] both = [AnswerStories.Classic(stage), AnswerStories.Group(stage)];
        return
        [
            () => AnswerStories.LaunchAsync(stage),
            () => fleet.EndAsync(ids, default),
            () => fleet.NewestImageAsync(new("self", "*"), default),
            () => servers.FindAsync(ids, default),
            () => servers.FindLiveByPrivateDnsNameAsync("ip-10-0-0-4.eu-west-1.compute.internal", default),
            () => servers.ListAsync([ServerState.Running], default),
            .. both.Select(one => (Func<Task>)(() => port.RegisterAsync(one, ids, default))),
            .. both.Select(one => (Func<Task>)(() => port.DeregisterAsync(one, ids, default))),
            .. both.Select(one => (Func<Task>)(() => port.MembersAsync(one, default))),
        ];
    }
}
