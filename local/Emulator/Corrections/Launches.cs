using System.Globalization;
using Kickoff.Cloud.Ec2;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Corrections;

/// <summary>
/// RunInstances: launches up to MaxCount (moto: MinCount), as much as there is capacity for, and once for a ClientToken
/// (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html).
/// </summary>
internal sealed class Launches(EmulatedServers servers, Upstream upstream, EmulatorBehaviour behaviour)
{
    private readonly OneAtATime _one = new();
    private readonly Dictionary<string, Launch> _byToken = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<(string Service, string Action), Correction>> Corrections =>
    [
        new(("ec2", "RunInstances"), RunAsync),
    ];

    private Task<EmulatorReply> RunAsync(EmulatorCall call) => _one.DoAsync(async () =>
    {
        var token = call.Parameters.GetValueOrDefault("ClientToken");
        return token is not null && _byToken.TryGetValue(token, out var earlier) ? Again(call, earlier) : await LaunchAsync(call, token);
    });

    private EmulatorReply Again(EmulatorCall call, Launch earlier)
    {
        if (!Same(call.Parameters, earlier.Parameters))
        {
            return EmulatorReply.Refused(call, Ec2Errors.TokenOfAnotherRequest());
        }

        return earlier.Instances.All(id => servers.Find(id) is { State: "terminated" })
            ? EmulatorReply.Refused(call, Ec2Errors.TokenOfTheEnded())
            : earlier.Reply;
    }

    private async Task<EmulatorReply> LaunchAsync(EmulatorCall call, string? token)
    {
        var (min, max) = (Count(call, "MinCount"), Count(call, "MaxCount"));
        if (min < 1 || max < min)
        {
            return EmulatorReply.Refused(call, Ec2Errors.NoRange(min, max));
        }

        var offer = new LaunchOffer(call.Parameters.GetValueOrDefault("InstanceType", ""), Subnet(call), min, max);
        var granted = Math.Min(behaviour.Capacity(offer), max);
        if (granted < min)
        {
            return EmulatorReply.Refused(call, Ec2Errors.NoCapacity(offer.InstanceType, offer.SubnetId));
        }

        var count = granted.ToString(CultureInfo.InvariantCulture);
        var reply = await upstream.ForwardAsync(call, call.Parameters.Select(parameter =>
            parameter.Key is "MinCount" or "MaxCount" ? KeyValuePair.Create(parameter.Key, count) : parameter));
        if (!reply.Succeeded)
        {
            return reply;
        }

        var xml = reply.ReadXml();
        var instances = InstanceXml.Items(xml).Select(InstanceXml.Id).ToArray();
        foreach (var instance in instances)
        {
            servers.Booted(instance, call.Region);
        }

        InstanceXml.Correct(xml, servers);
        reply = EmulatorReply.Xml(xml);
        if (token is not null)
        {
            _byToken[token] = new Launch(call.Parameters, instances, reply);
        }

        return reply;
    }

    private static string Subnet(EmulatorCall call) =>
        call.Parameters.GetValueOrDefault("SubnetId") ?? call.Parameters.GetValueOrDefault("NetworkInterface.1.SubnetId") ?? "";

    private static int Count(EmulatorCall call, string name) =>
        int.TryParse(call.Parameters.GetValueOrDefault(name, "1"), CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(parameter => other.TryGetValue(parameter.Key, out var value) && value == parameter.Value);

    private sealed record Launch(IReadOnlyDictionary<string, string> Parameters, string[] Instances, EmulatorReply Reply);
}
