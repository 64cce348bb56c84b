using Amazon.EC2.Model;
using Kickoff.Core.Servers;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Cloud.Ec2;

/// <summary>Here: TerminateInstances (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html).</summary>
public sealed partial class Ec2Account
{
    /// <summary>"Up to 1000 instance IDs."</summary>
    private const int MostEnded = 1000;

    /// <summary>
    /// "If you specify multiple instances and the request fails (for example, because of a single incorrect instance ID), none of the
    /// instances are terminated." With a protected one, those of its zone are not terminated, and those of other zones are. To end one
    /// again succeeds.
    /// </summary>
    public TerminateInstancesResponse Terminate(TerminateInstancesRequest request)
    {
        if (request.InstanceIds is not { Count: > 0 } ids)
        {
            throw Ec2Errors.Missing("InstanceId");
        }

        if (ids.Count > MostEnded)
        {
            // The page gives the limit and no code for it.
            throw Ec2Errors.InvalidValue($"{ids.Count} instances are more than {MostEnded}");
        }

        var servers = ids.Distinct(StringComparer.Ordinal).Select(Known).ToArray();
        var kept = servers.Where(server => server.MayNotBeEnded && server.Now.State != InstanceState.Terminated).ToArray();
        var zones = kept.Select(server => server.Now.AvailabilityZone).ToHashSet(StringComparer.Ordinal);
        var response = new TerminateInstancesResponse { TerminatingInstances = [] };
        foreach (var server in servers.Where(server => !zones.Contains(server.Now.AvailabilityZone)))
        {
            var before = server.Now.State;
            witness.Ending(server);
            End(server);
            response.TerminatingInstances.Add(new InstanceStateChange
            {
                InstanceId = server.Id.Value,
                PreviousState = Ec2States.Shown(before),
                CurrentState = Ec2States.Shown(server.Now.State),
            });
        }

        return kept.Length == 0 ? response : throw Ec2Errors.Protected(kept[0].Id.Value);
    }

    private Ec2Instance Known(string id) =>
        !InstanceId.TryParse(id, out var parsed) ? throw Ec2Errors.MalformedInstance(id)
        : Find(parsed) is { } server && server.ShownFrom <= time.Now && !(server.Terminated + Remembered < time.Now) ? server
        : throw Ec2Errors.NoSuchInstance(id);
}
