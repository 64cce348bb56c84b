using System.Globalization;
using Amazon.Runtime;
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
    private readonly LaunchTokens<Launch> _tokens =
        new(launch => launch.Instances.All(id => servers.Find(id) is { State: "terminated" }));

    public IEnumerable<KeyValuePair<(string Service, string Action), Correction>> Corrections =>
    [
        new(("ec2", "RunInstances"), RunAsync),
    ];

    private Task<EmulatorReply> RunAsync(EmulatorCall call) => _one.DoAsync(async () =>
    {
        try
        {
            // Of every zone: the proxy does not know subnets.
            var (token, parameters) = (call.Parameters.GetValueOrDefault("ClientToken"), Text(call.Parameters));
            if (_tokens.Find(token, zone: "", parameters) is { } earlier)
            {
                return earlier.Reply;
            }

            var (reply, launched) = await LaunchAsync(call);
            if (reply.Succeeded)
            {
                _tokens.Add(token, zone: "", parameters, new Launch(launched, reply));
            }

            return reply;
        }
        catch (AmazonServiceException refused)
        {
            return EmulatorReply.Refused(call, refused);
        }
    });

    private async Task<(EmulatorReply Reply, string[] Launched)> LaunchAsync(EmulatorCall call)
    {
        var (min, max) = (Count(call, "MinCount"), Count(call, "MaxCount"));
        if (min < 1 || max < min)
        {
            throw Ec2Errors.NoRange(min, max);
        }

        var offer = new LaunchOffer(call.Parameters.GetValueOrDefault("InstanceType", ""), Subnet(call), min, max);
        var granted = Math.Min(behaviour.Capacity(offer), max);
        if (granted < min)
        {
            throw Ec2Errors.NoCapacity(offer.InstanceType, offer.SubnetId);
        }

        var count = granted.ToString(CultureInfo.InvariantCulture);
        var reply = await upstream.ForwardAsync(call, call.Parameters.Select(parameter =>
            parameter.Key is "MinCount" or "MaxCount" ? KeyValuePair.Create(parameter.Key, count) : parameter));
        if (!reply.Succeeded)
        {
            return (reply, []);
        }

        var xml = reply.ReadXml();
        var instances = InstanceXml.Items(xml).Select(InstanceXml.Id).ToArray();
        foreach (var instance in instances)
        {
            servers.Booted(instance, call.Region);
        }

        InstanceXml.Correct(xml, servers);
        return (EmulatorReply.Xml(xml), instances);
    }

    private static string Subnet(EmulatorCall call) =>
        call.Parameters.GetValueOrDefault("SubnetId") ?? call.Parameters.GetValueOrDefault("NetworkInterface.1.SubnetId") ?? "";

    private static int Count(EmulatorCall call, string name) =>
        int.TryParse(call.Parameters.GetValueOrDefault(name, "1"), CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static string Text(IReadOnlyDictionary<string, string> parameters) => string.Concat(
        parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Key}={parameter.Value.Length}:{parameter.Value}\n"));

    private sealed record Launch(string[] Instances, EmulatorReply Reply);
}
