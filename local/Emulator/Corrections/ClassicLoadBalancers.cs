using System.Xml.Linq;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Corrections;

/// <summary>
/// Classic load balancers: members are a set, answers list what remains, unknown load balancers and instances have AWS's codes, and a
/// server is in service once it has booted (moto: at once).
/// </summary>
internal sealed class ClassicLoadBalancers(EmulatedServers servers, Upstream upstream)
{
    private const string Version = "2012-06-01";
    private static readonly XNamespace Namespace = $"http://elasticloadbalancing.amazonaws.com/doc/{Version}/";

    // moto's list of members is read and then written: one at a time.
    private readonly OneAtATime _one = new();

    public IEnumerable<KeyValuePair<(string Service, string Action), Correction>> Corrections =>
    [
        new(("elb", "RegisterInstancesWithLoadBalancer"), call => ChangeAsync(call, register: true)),
        new(("elb", "DeregisterInstancesFromLoadBalancer"), call => ChangeAsync(call, register: false)),
        new(("elb", "DescribeInstanceHealth"), HealthAsync),
    ];

    /// <summary>An ended server is no member any more.</summary>
    public Task ForgetAsync(EmulatorCall call, IReadOnlyCollection<string> ended) => _one.DoAsync(async () =>
    {
        var all = await upstream.AskAsync(call, "elasticloadbalancing", Version, "DescribeLoadBalancers");
        foreach (var description in Members(all, "LoadBalancerDescriptions"))
        {
            var gone = InstancesOf(description).Intersect(ended, StringComparer.Ordinal).ToArray();
            if (gone.Length > 0)
            {
                await AskAsync(
                    call, "DeregisterInstancesFromLoadBalancer", description.Element(Namespace + "LoadBalancerName")!.Value, gone);
            }
        }

        return ended.Count;
    });

    private Task<EmulatorReply> ChangeAsync(EmulatorCall call, bool register) => _one.DoAsync(async () =>
    {
        var loadBalancer = call.Parameters.GetValueOrDefault("LoadBalancerName", "");
        var described = await DescribeAsync(call, loadBalancer);
        if (!described.Succeeded)
        {
            return described;
        }

        var members = InstancesOf(described.ReadXml()).ToList();
        var named = call.List("Instances.member", ".InstanceId").Distinct(StringComparer.Ordinal).ToArray();
        foreach (var id in named.Where(id => register || !members.Contains(id)))
        {
            // A terminated server can be neither put in nor (already out) taken out; AWS says InvalidInstance to both.
            if (await servers.FindAsync(call, id) is null or { State: "terminated" })
            {
                return EmulatorReply.Refused(call, ElbErrors.NoSuchInstance(id));
            }
        }

        string[] changed = [.. register ? named.Except(members, StringComparer.Ordinal) : named.Intersect(members, StringComparer.Ordinal)];
        if (changed.Length > 0)
        {
            await AskAsync(call, call.Action, loadBalancer, changed);
        }

        members = [.. register ? members.Concat(changed) : members.Except(changed, StringComparer.Ordinal)];
        return Answer(call, "Instances", members.Select(id => new XElement(Namespace + "InstanceId", id)));
    });

    private async Task<EmulatorReply> HealthAsync(EmulatorCall call)
    {
        var described = await DescribeAsync(call, call.Parameters.GetValueOrDefault("LoadBalancerName", ""));
        if (!described.Succeeded)
        {
            return described;
        }

        var members = InstancesOf(described.ReadXml()).ToArray();
        var named = call.List("Instances.member", ".InstanceId");
        if (named.FirstOrDefault(id => !members.Contains(id)) is { } stranger)
        {
            return EmulatorReply.Refused(call, ElbErrors.NoSuchInstance(stranger));
        }

        var states = new List<XElement[]>();
        foreach (var id in named.Count > 0 ? named : members)
        {
            var health = ClassicHealth.Of(servers.Listed(await servers.FindAsync(call, id)));
            states.Add(
            [
                new XElement(Namespace + "InstanceId", id),
                new XElement(Namespace + "State", health.State),
                new XElement(Namespace + "ReasonCode", health.ReasonCode),
                new XElement(Namespace + "Description", health.Description),
            ]);
        }

        return Answer(call, "InstanceStates", states);
    }

    private Task<EmulatorReply> DescribeAsync(EmulatorCall call, string loadBalancer) => upstream.TryAskAsync(
        call, "elasticloadbalancing", Version, "DescribeLoadBalancers", ("LoadBalancerNames.member.1", loadBalancer));

    private Task<XElement> AskAsync(EmulatorCall call, string action, string loadBalancer, IEnumerable<string> instances) =>
        upstream.AskAsync(call, "elasticloadbalancing", Version, action,
            [("LoadBalancerName", loadBalancer), .. instances.Select((id, index) => ($"Instances.member.{index + 1}.InstanceId", id))]);

    private static IEnumerable<XElement> Members(XElement answer, string list) =>
        answer.Descendants(Namespace + list).SelectMany(element => element.Elements());

    private static IEnumerable<string> InstancesOf(XElement answer) =>
        Members(answer, "Instances").Select(member => member.Element(Namespace + "InstanceId")!.Value).Distinct(StringComparer.Ordinal);

    private static EmulatorReply Answer(EmulatorCall call, string list, IEnumerable<object> members) => EmulatorReply.Xml(
        new XElement(Namespace + $"{call.Action}Response",
            new XElement(Namespace + $"{call.Action}Result",
                new XElement(Namespace + list, members.Select(member => new XElement(Namespace + "member", member)))),
            new XElement(Namespace + "ResponseMetadata", new XElement(Namespace + "RequestId", EmulatorReply.NewId()))));
}
