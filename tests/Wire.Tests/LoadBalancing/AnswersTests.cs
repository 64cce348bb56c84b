using System.Net;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Kickoff.Aws.Calls;
using Kickoff.Aws.LoadBalancing;
using Kickoff.Core;
using Kickoff.Core.Registration;
using ClassicLoadBalancer = Kickoff.Core.Registration.ClassicLoadBalancer;
using InstanceId = Kickoff.Core.Servers.InstanceId;
using TargetGroup = Kickoff.Core.Registration.TargetGroup;

namespace Kickoff.Wire.Tests.LoadBalancing;

/// <summary>What load balancers answer, and what we take it for.</summary>
public sealed class AnswersTests
{
    private static readonly ClassicLoadBalancer Classic = new("web");
    private static readonly TargetGroup Group = new(
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef", null);
    private static readonly InstanceId[] Two = [InstanceId.Parse("i-0123456789abcdef0"), InstanceId.Parse("i-0123456789abcdef1")];

    private readonly Answering _aws = new();

    private LoadBalancers Port => new(_aws, _aws);

    // docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html: describe-instance-health while instances deregister.
    [Fact]
    public async Task A_classic_member_that_drains_is_listed_as_in_service_with_a_description()
    {
        _aws.States =
        [
            new InstanceState { InstanceId = Two[0].Value, State = "InService", ReasonCode = "N/A",
                Description = "Instance deregistration currently in progress." },
            new InstanceState { InstanceId = Two[1].Value, State = "InService", ReasonCode = "N/A", Description = "N/A" },
        ];
        var listed = Assert.IsType<MembersAnswer.Listed>(await Port.MembersAsync(Classic, default));

        Assert.Equal([MemberHealth.Draining, MemberHealth.InService], Two.Select(id => listed.Members[id]));
    }

    // Codes and descriptions of API_InstanceState.html (2012-06-01) and API_TargetHealth.html.
    [Fact]
    public async Task Why_a_member_is_out_of_service_is_kept_in_the_load_balancers_words()
    {
        const string NotRouted = "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.";
        _aws.States =
        [
            new InstanceState { InstanceId = Two[0].Value, State = "OutOfService", ReasonCode = "ELB", Description = NotRouted },
            new InstanceState { InstanceId = Two[1].Value, State = "InService", ReasonCode = "N/A", Description = "N/A" },
        ];
        _aws.Targets =
        [
            Target(0, TargetHealthStateEnum.Unused, "Target.NotInUse",
                "Target group is not configured to receive traffic from the load balancer"),
            Target(1, TargetHealthStateEnum.Unhealthy, "Target.FailedHealthChecks", null),
        ];

        var classic = Assert.IsType<MembersAnswer.Listed>(await Port.MembersAsync(Classic, default)).Reasons;
        var targets = Assert.IsType<MembersAnswer.Listed>(await Port.MembersAsync(Group, default)).Reasons;

        Assert.Equal((Two[0], NotRouted), (Assert.Single(classic).Key, classic[Two[0]]));
        Assert.Equal("Target.NotInUse: Target group is not configured to receive traffic from the load balancer", targets[Two[0]]);
        Assert.Equal("Target.FailedHealthChecks", targets[Two[1]]);

        static TargetHealthDescription Target(int number, TargetHealthStateEnum state, string reason, string? description) => new()
        {
            Target = new TargetDescription { Id = Two[number].Value, Port = 80 },
            TargetHealth = new TargetHealth { State = state, Reason = new TargetHealthReasonEnum(reason), Description = description },
        };
    }

    // The errors of API_RegisterTargets.html, of its common errors, and one that is in no list.
    [Theory]
    [InlineData("TooManyTargets", typeof(RegistrationAnswer.Full))]
    [InlineData("InvalidTarget", typeof(RegistrationAnswer.InvalidInstance))]
    [InlineData("TooManyRegistrationsForTargetId", typeof(RegistrationAnswer.InvalidInstance))]
    [InlineData("TargetGroupNotFound", typeof(RegistrationAnswer.NoSuchLoadBalancer))]
    [InlineData("ValidationError", typeof(RegistrationAnswer.Refused))]
    [InlineData("AccessDenied", typeof(RegistrationAnswer.Refused))]
    [InlineData("Client.OfTomorrow", typeof(RegistrationAnswer.Refused))]
    public async Task Every_refusal_of_a_target_group_is_an_answer(string code, Type answer)
    {
        _aws.Error = code == "TargetGroupNotFound"
            ? new TargetGroupNotFoundException("no", null, ErrorType.Sender, code, "1", HttpStatusCode.BadRequest)
            : Refused(code);

        Assert.IsType(answer, await Port.RegisterAsync(Group, Two, default));
        Assert.IsType(answer, await Port.DeregisterAsync(Group, Two, default));
    }

    [Theory]
    [InlineData("AccessDenied", "AccessDenied")]
    [InlineData("Client.OfTomorrow", "Client.OfTomorrow")]
    [InlineData(null, "HTTP 403")]
    public async Task Every_refusal_of_a_classic_load_balancer_is_an_answer(string? code, string said)
    {
        _aws.Error = Refused(code);

        Assert.Equal(said, Assert.IsType<RegistrationAnswer.Refused>(await Port.RegisterAsync(Classic, Two, default)).Code);
        Assert.Equal(said, Assert.IsType<RegistrationAnswer.Refused>(await Port.DeregisterAsync(Classic, Two, default)).Code);
        Assert.Equal(said, Assert.IsType<MembersAnswer.Refused>(await Port.MembersAsync(Classic, default)).Code);
        Assert.Equal(said, Assert.IsType<MembersAnswer.Refused>(await Port.MembersAsync(Group, default)).Code);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_none()
    {
        _aws.Error = new AmazonUnmarshallingException("1", "", new System.Xml.XmlException("Unexpected end of file."), HttpStatusCode.OK);

        await Assert.ThrowsAsync<UnavailableException>(() => Port.RegisterAsync(Classic, Two, default));
        await Assert.ThrowsAsync<UnavailableException>(() => Port.MembersAsync(Group, default));
    }

    private static AmazonElasticLoadBalancingV2Exception Refused(string? code) =>
        new("no", null, ErrorType.Sender, code, "1", HttpStatusCode.Forbidden);

    private sealed class Answering : IClassicLoadBalancerCalls, ITargetGroupCalls
    {
        public Exception? Error { get; set; }

        public List<InstanceState> States { get; set; } = [];

        public List<TargetHealthDescription> Targets { get; set; } = [];

        public Task<RegisterInstancesWithLoadBalancerResponse> RegisterInstancesWithLoadBalancerAsync(
            RegisterInstancesWithLoadBalancerRequest request, CancellationToken cancel) => Answer(
                new RegisterInstancesWithLoadBalancerResponse());

        public Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterInstancesFromLoadBalancerAsync(
            DeregisterInstancesFromLoadBalancerRequest request, CancellationToken cancel) => Answer(
                new DeregisterInstancesFromLoadBalancerResponse());

        public Task<DescribeInstanceHealthResponse> DescribeInstanceHealthAsync(
            DescribeInstanceHealthRequest request, CancellationToken cancel) =>
            Answer(new DescribeInstanceHealthResponse { InstanceStates = States });

        public Task<RegisterTargetsResponse> RegisterTargetsAsync(RegisterTargetsRequest request, CancellationToken cancel) =>
            Answer(new RegisterTargetsResponse());

        public Task<DeregisterTargetsResponse> DeregisterTargetsAsync(DeregisterTargetsRequest request, CancellationToken cancel) =>
            Answer(new DeregisterTargetsResponse());

        public Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(
            DescribeTargetHealthRequest request, CancellationToken cancel) =>
            Answer(new DescribeTargetHealthResponse { TargetHealthDescriptions = Targets });

        private Task<T> Answer<T>(T answer) => Error is null ? Task.FromResult(answer) : Task.FromException<T>(Error);
    }
}
