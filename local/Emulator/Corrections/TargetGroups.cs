using System.Globalization;
using System.Xml.Linq;
using Amazon.ElasticLoadBalancingV2.Model;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Corrections;

/// <summary>
/// Targets of target groups, one per instance and port (moto: per instance). Deregistering one that is absent succeeds, unknown and
/// stopped instances are InvalidTarget, and a target goes initial, healthy, draining, gone (moto: healthy, gone). moto keeps the
/// groups, the targets are kept here.
/// </summary>
internal sealed class TargetGroups(EmulatedServers servers, Upstream upstream, EmulatorBehaviour behaviour)
{
    private const string Version = "2015-12-01";
    private static readonly XNamespace Namespace = $"http://elasticloadbalancing.amazonaws.com/doc/{Version}/";

    private readonly Lock _gate = new();

    // When it was deregistered; null while it is registered.
    private readonly Dictionary<Target, DateTimeOffset?> _targets = [];

    public IEnumerable<KeyValuePair<(string Service, string Action), Correction>> Corrections =>
    [
        new(("elbv2", "RegisterTargets"), RegisterAsync),
        new(("elbv2", "DeregisterTargets"), DeregisterAsync),
        new(("elbv2", "DescribeTargetHealth"), HealthAsync),
    ];

    /// <summary>An ended server is no target any more.</summary>
    public void Forget(IReadOnlyCollection<string> ended)
    {
        lock (_gate)
        {
            foreach (var target in _targets.Keys.Where(target => ended.Contains(target.InstanceId)).ToArray())
            {
                _targets.Remove(target);
            }
        }
    }

    private async Task<EmulatorReply> RegisterAsync(EmulatorCall call)
    {
        var group = await DescribeAsync(call);
        if (!group.Succeeded)
        {
            return group;
        }

        var named = Named(call, group).ToArray();
        foreach (var target in named)
        {
            if (await servers.FindAsync(call, target.InstanceId) is not { State: "running" })
            {
                return EmulatorReply.Refused(call, ElbErrors.NotRunning([target.InstanceId]));
            }
        }

        lock (_gate)
        {
            foreach (var target in named)
            {
                _targets[target] = null;
            }
        }

        return Answer(call, null);
    }

    private async Task<EmulatorReply> DeregisterAsync(EmulatorCall call)
    {
        var group = await DescribeAsync(call);
        if (!group.Succeeded)
        {
            return group;
        }

        lock (_gate)
        {
            foreach (var target in Named(call, group).Where(
                target => _targets.GetValueOrDefault(target) is null && _targets.ContainsKey(target)))
            {
                _targets[target] = behaviour.Clock.GetUtcNow();
            }
        }

        return Answer(call, null);
    }

    private async Task<EmulatorReply> HealthAsync(EmulatorCall call)
    {
        var group = await DescribeAsync(call);
        if (!group.Succeeded)
        {
            return group;
        }

        Target[] listed;
        var named = Named(call, group).ToArray();
        lock (_gate)
        {
            DropDrained();
            var arn = call.Parameters.GetValueOrDefault("TargetGroupArn", "");
            listed = named.Length > 0 ? named : [.. _targets.Keys.Where(target => target.Group == arn)];
        }

        var descriptions = new List<XElement>();
        foreach (var target in listed)
        {
            var server = await servers.FindAsync(call, target.InstanceId);
            var health = Health(target, server);
            descriptions.Add(new XElement(Namespace + "member",
                new XElement(
                    Namespace + "Target", new XElement(Namespace + "Id", target.InstanceId), new XElement(Namespace + "Port", target.Port)),
                new XElement(Namespace + "HealthCheckPort", target.Port),
                new XElement(Namespace + "TargetHealth",
                    new XElement(Namespace + "State", health.State.Value),
                    health.Reason is null ? null : new XElement(Namespace + "Reason", health.Reason.Value),
                    health.Description is null ? null : new XElement(Namespace + "Description", health.Description))));
        }

        return Answer(call, new XElement(Namespace + "TargetHealthDescriptions", descriptions));
    }

    private TargetHealth Health(Target target, EmulatedServer? server)
    {
        lock (_gate)
        {
            if (!_targets.TryGetValue(target, out var deregistered))
            {
                return TargetHealths.NotRegistered;
            }

            if (deregistered is not null)
            {
                return TargetHealths.Draining;
            }
        }

        return server switch
        {
            { State: "running" } when servers.InService(server) => TargetHealths.Healthy,
            { State: "running" } when server.LaunchTime + behaviour.BootTime > behaviour.Clock.GetUtcNow() => TargetHealths.Initial,
            { State: "running" } => TargetHealths.Failing,
            _ => TargetHealths.NotRunning,
        };
    }

    private void DropDrained()
    {
        var now = behaviour.Clock.GetUtcNow();
        foreach (var (target, deregistered) in _targets.ToArray())
        {
            if (deregistered + behaviour.DeregistrationDelay <= now)
            {
                _targets.Remove(target);
            }
        }
    }

    private Task<EmulatorReply> DescribeAsync(EmulatorCall call) => upstream.TryAskAsync(
        call, "elasticloadbalancing", Version, "DescribeTargetGroups",
        ("TargetGroupArns.member.1", call.Parameters.GetValueOrDefault("TargetGroupArn", "")));

    private static IEnumerable<Target> Named(EmulatorCall call, EmulatorReply group)
    {
        var port = int.Parse(group.ReadXml().Descendants(Namespace + "Port").First().Value, CultureInfo.InvariantCulture);
        var arn = call.Parameters.GetValueOrDefault("TargetGroupArn", "");
        return call.List("Targets.member", ".Id").Select((id, index) => new Target(
            arn, id,
            call.Parameters.TryGetValue($"Targets.member.{index + 1}.Port", out var own)
                ? int.Parse(own, CultureInfo.InvariantCulture)
                : port));
    }

    private static EmulatorReply Answer(EmulatorCall call, XElement? result) => EmulatorReply.Xml(
        new XElement(Namespace + $"{call.Action}Response",
            new XElement(Namespace + $"{call.Action}Result", result),
            new XElement(Namespace + "ResponseMetadata", new XElement(Namespace + "RequestId", EmulatorReply.NewId()))));

    private sealed record Target(string Group, string InstanceId, int Port);
}
