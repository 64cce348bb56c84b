using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Cloud.LoadBalancing;

/// <summary>
/// Here: the calls to target groups of instances (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/).
/// </summary>
public sealed partial class LoadBalancing
{
    /// <summary>
    /// API_RegisterTargets: "The target must be in the running state … when you register it"; with one that is not, none is taken. Targets
    /// are a set of instances and ports.
    /// </summary>
    /// <param name="request">As the SDK takes it.</param>
    /// <param name="notThereYet">It does not find what was launched a moment ago.</param>
    public RegisterTargetsResponse Register(RegisterTargetsRequest request, bool notThereYet = false)
    {
        var group = Group(request.TargetGroupArn);
        var targets = (request.Targets ?? []).Select(target => (target.Id, Port: target.Port ?? group.Port)).ToArray();
        if (Array.FindAll(targets, target => !IsTaken(target.Id)) is { Length: > 0 } refused)
        {
            witness.Refused(group.Which, [.. targets.Where(target => IsTaken(target.Id)).Select(target => InstanceId.Parse(target.Id))]);
            throw ElbErrors.NotRunning(refused.Select(target => target.Id));
        }

        var members = targets.Select(target => new BalancerMember(InstanceId.Parse(target.Id), target.Port)).ToArray();
        if (group.Registered.Union(members).Count() > group.Most)
        {
            throw ElbErrors.V2("TooManyTargets",
                $"The maximum number of targets per target group has been reached on target group '{request.TargetGroupArn}'");
        }

        foreach (var member in members)
        {
            var already = group.Has(member);
            group.Add(member, time.Now);
            witness.Registered(group.Which, member.Server, already);
        }

        return new RegisterTargetsResponse();

        bool IsTaken(string id) =>
            InstanceId.TryParse(id, out var parsed) && ec2.Find(parsed) is { Now.State: InstanceState.Running } server
            && HasHeardOf(server, notThereYet);
    }

    /// <summary>
    /// API_DeregisterTargets: "If the specified target does not exist, the action returns successfully." A target that leaves is listed as
    /// draining until the group's delay is over (application/edit-target-group-attributes.html).
    /// </summary>
    public DeregisterTargetsResponse Deregister(DeregisterTargetsRequest request)
    {
        var group = Group(request.TargetGroupArn);
        foreach (var target in request.Targets ?? [])
        {
            if (!InstanceId.TryParse(target.Id, out var id))
            {
                continue;
            }

            var member = new BalancerMember(id, target.Port ?? group.Port);
            var listed = group.Has(member);
            group.Remove(member, time.Now, time.Now + group.Draining);
            witness.Deregistered(group.Which, id, listed);
        }

        return new DeregisterTargetsResponse();
    }

    /// <summary>API_DescribeTargetHealth, of all targets.</summary>
    /// <param name="request">As the SDK takes it.</param>
    /// <param name="behind">How old the list is; the health is that of now.</param>
    public DescribeTargetHealthResponse TargetHealth(DescribeTargetHealthRequest request, Duration behind = default)
    {
        if (request.Targets is { Count: > 0 })
        {
            throw new NotSupportedException("The model describes all targets: teach it from AWS's page before it is asked for some.");
        }

        var group = Group(request.TargetGroupArn);
        return new DescribeTargetHealthResponse
        {
            TargetHealthDescriptions =
            [
                .. group.ListedAt(time.Now - behind).Select(listed => new TargetHealthDescription
                {
                    Target = new TargetDescription { Id = listed.Member.Server.Value, Port = listed.Member.Port },
                    TargetHealth = TargetHealths.Of(Listed(group, listed.Member.Server, listed.Since, listed.Draining)),
                }),
            ],
        };
    }

    private Balancer Group(string? arn) => arn is null || !arn.Contains(":targetgroup/", StringComparison.Ordinal)
        ? throw ElbErrors.V2("ValidationError", $"'{arn}' is not a valid target group ARN")
        : Find(arn) ?? throw ElbErrors.V2("TargetGroupNotFound", "One or more target groups not found");
}
