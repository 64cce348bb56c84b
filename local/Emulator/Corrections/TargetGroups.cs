using System.Globalization;
using System.Xml.Linq;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Local.Emulator.Calls;
using NodaTime;

namespace Kickoff.Local.Emulator.Corrections;

/// <summary>
/// Targets of target groups, one per instance and port (moto: per instance). Deregistering one that is absent succeeds, unknown and
/// stopped instances are InvalidTarget, and a target goes initial, healthy, draining, gone (moto: healthy, gone). moto keeps the
/// groups; the targets are kept here, as the model of AWS keeps them.
/// </summary>
internal sealed class TargetGroups(EmulatedServers servers, Upstream upstream, EmulatorBehaviour behaviour)
{
    private const string Version = "2015-12-01";
    private static readonly XNamespace Namespace = $"http://elasticloadbalancing.amazonaws.com/doc/{Version}/";

    private readonly Lock _gate = new();

    private readonly Dictionary<string, Balancer> _groups = new(StringComparer.Ordinal);

    private Instant Now => Instant.FromDateTimeOffset(behaviour.Clock.GetUtcNow());

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
            foreach (var id in ended.Select(InstanceId.Parse))
            {
                foreach (var group in _groups.Values)
                {
                    group.Drop(id, Now);
                }
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
        foreach (var (id, _) in named)
        {
            if (await servers.FindAsync(call, id) is not { State: "running" })
            {
                return EmulatorReply.Refused(call, ElbErrors.NotRunning([id]));
            }
        }

        lock (_gate)
        {
            foreach (var (id, port) in named)
            {
                Targets(call).Add(new BalancerMember(InstanceId.Parse(id), port), Now);
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
            foreach (var (id, port) in Named(call, group))
            {
                if (InstanceId.TryParse(id, out var server))
                {
                    Targets(call).Remove(
                        new BalancerMember(server, port), Now, Now + Duration.FromTimeSpan(behaviour.DeregistrationDelay));
                }
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

        Dictionary<(string Id, int Port), bool> draining;
        lock (_gate)
        {
            draining = Targets(call).ListedAt(Now)
                .ToDictionary(listed => (listed.Member.Server.Value, listed.Member.Port), listed => listed.Draining);
        }

        var named = Named(call, group).ToArray();
        var descriptions = new List<XElement>();
        foreach (var (id, port) in named.Length > 0 ? named : [.. draining.Keys])
        {
            var health = draining.TryGetValue((id, port), out var leaves)
                ? TargetHealths.Of(servers.Listed(await servers.FindAsync(call, id), leaves))
                : TargetHealths.NotRegistered;
            descriptions.Add(new XElement(Namespace + "member",
                new XElement(Namespace + "Target", new XElement(Namespace + "Id", id), new XElement(Namespace + "Port", port)),
                new XElement(Namespace + "HealthCheckPort", port),
                new XElement(Namespace + "TargetHealth",
                    new XElement(Namespace + "State", health.State.Value),
                    health.Reason is null ? null : new XElement(Namespace + "Reason", health.Reason.Value),
                    health.Description is null ? null : new XElement(Namespace + "Description", health.Description))));
        }

        return Answer(call, new XElement(Namespace + "TargetHealthDescriptions", descriptions));
    }

    /// <summary>Of the group that the call names.</summary>
    private Balancer Targets(EmulatorCall call)
    {
        var arn = call.Parameters.GetValueOrDefault("TargetGroupArn", "");
        return _groups.TryGetValue(arn, out var group) ? group : _groups[arn] = new Balancer(new TargetGroup(arn, Port: null));
    }

    private Task<EmulatorReply> DescribeAsync(EmulatorCall call) => upstream.TryAskAsync(
        call, "elasticloadbalancing", Version, "DescribeTargetGroups",
        ("TargetGroupArns.member.1", call.Parameters.GetValueOrDefault("TargetGroupArn", "")));

    private static IEnumerable<(string Id, int Port)> Named(EmulatorCall call, EmulatorReply group)
    {
        var port = int.Parse(group.ReadXml().Descendants(Namespace + "Port").First().Value, CultureInfo.InvariantCulture);
        return call.List("Targets.member", ".Id").Select((id, index) => (
            id,
            call.Parameters.TryGetValue($"Targets.member.{index + 1}.Port", out var own)
                ? int.Parse(own, CultureInfo.InvariantCulture)
                : port));
    }

    private static EmulatorReply Answer(EmulatorCall call, XElement? result) => EmulatorReply.Xml(
        new XElement(Namespace + $"{call.Action}Response",
            new XElement(Namespace + $"{call.Action}Result", result),
            new XElement(Namespace + "ResponseMetadata", new XElement(Namespace + "RequestId", EmulatorReply.NewId()))));
}
