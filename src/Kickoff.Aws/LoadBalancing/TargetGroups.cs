using System.Collections.Immutable;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Kickoff.Aws.Calls;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;

namespace Kickoff.Aws.LoadBalancing;

/// <summary>Target groups of instance targets. One instance may be listed at several ports; without a port of ours, any counts.</summary>
internal sealed class TargetGroups(ITargetGroupCalls elb)
{
    private const string Service = "Elastic Load Balancing v2";

    public Task<RegistrationAnswer> RegisterAsync(TargetGroup group, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        AnswerAsync(
            () => elb.RegisterTargetsAsync(
                new RegisterTargetsRequest { TargetGroupArn = group.Arn, Targets = Targets(group, instances) }, cancel),
            cancel);

    public Task<RegistrationAnswer> DeregisterAsync(
        TargetGroup group, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        AnswerAsync(
            () => elb.DeregisterTargetsAsync(
                new DeregisterTargetsRequest { TargetGroupArn = group.Arn, Targets = Targets(group, instances) }, cancel),
            cancel);

    public async Task<MembersAnswer> MembersAsync(TargetGroup group, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeTargetHealthRequest { TargetGroupArn = group.Arn };
            var response = await AwsCall.OrUnavailableAsync(Service, () => elb.DescribeTargetHealthAsync(request, cancel), cancel);
            var members = ImmutableDictionary.CreateBuilder<InstanceId, MemberHealth>();
            var reasons = ImmutableDictionary.CreateBuilder<InstanceId, string>();
            foreach (var description in response.TargetHealthDescriptions ?? [])
            {
                if ((group.Port is null || description.Target.Port == group.Port) && InstanceId.TryParse(description.Target.Id, out var id))
                {
                    var health = Health(description.TargetHealth?.State);
                    members[id] = members.TryGetValue(id, out var other) ? Better(health, other) : health;
                    if (health == MemberHealth.OutOfService && Reason(description.TargetHealth) is { } reason)
                    {
                        reasons[id] = reason;
                    }
                }
            }

            return new MembersAnswer.Listed(members.ToImmutable()) { Reasons = reasons.ToImmutable() };
        }
        catch (TargetGroupNotFoundException)
        {
            return new MembersAnswer.NoSuchLoadBalancer();
        }
        catch (AmazonServiceException refused)
        {
            return new MembersAnswer.Refused(AwsCall.CodeOf(refused), refused.Message);
        }
    }

    /// <summary>Target.NotInUse, Target.FailedHealthChecks and so on, with what they mean.</summary>
    private static string? Reason(TargetHealth? health) =>
        (health?.Reason?.Value, health?.Description) switch
        {
            (null or "", null or "") => null,
            (null or "", var description) => description,
            (var reason, null or "") => reason,
            var (reason, description) => $"{reason}: {description}",
        };

    private static MemberHealth Health(TargetHealthStateEnum? state) =>
        state == TargetHealthStateEnum.Healthy ? MemberHealth.InService
        : state == TargetHealthStateEnum.Draining ? MemberHealth.Draining
        : MemberHealth.OutOfService;

    /// <summary>At two ports: in service at one is in service, draining at one but listed at the other is listed.</summary>
    private static MemberHealth Better(MemberHealth one, MemberHealth other) =>
        one == MemberHealth.InService || other == MemberHealth.InService ? MemberHealth.InService
        : one == MemberHealth.OutOfService || other == MemberHealth.OutOfService ? MemberHealth.OutOfService
        : MemberHealth.Draining;

    private static List<TargetDescription> Targets(TargetGroup group, IReadOnlyCollection<InstanceId> ids) =>
        [.. ids.Select(id => new TargetDescription { Id = id.Value, Port = group.Port })];

    private static async Task<RegistrationAnswer> AnswerAsync<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            await AwsCall.OrUnavailableAsync(Service, call, cancel);
            return new RegistrationAnswer.Accepted();
        }
        catch (TargetGroupNotFoundException)
        {
            return new RegistrationAnswer.NoSuchLoadBalancer();
        }
        catch (AmazonServiceException error)
        {
            return error.ErrorCode switch
            {
                "TooManyTargets" => new RegistrationAnswer.Full(AwsCall.CodeOf(error), error.Message),
                // Both speak of one target of the call.
                "InvalidTarget" or "TooManyRegistrationsForTargetId" => new RegistrationAnswer.InvalidInstance(error.Message),
                _ => new RegistrationAnswer.Refused(AwsCall.CodeOf(error), error.Message),
            };
        }
    }
}
