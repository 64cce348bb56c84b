using Kickoff.Cloud.Ec2;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Corrections;

/// <summary>
/// StartInstances, StopInstances, TerminateInstances: a start is a new boot, an ended server leaves its load balancers and cannot be
/// started again, and each change is told.
/// </summary>
internal sealed class StateChanges(EmulatedServers servers, Upstream upstream, ClassicLoadBalancers classic, TargetGroups targets)
{
    public IEnumerable<KeyValuePair<(string Service, string Action), Correction>> Corrections =>
    [
        new(("ec2", "StartInstances"), StartAsync),
        new(("ec2", "StopInstances"), StopAsync),
        new(("ec2", "TerminateInstances"), TerminateAsync),
    ];

    private async Task<EmulatorReply> StartAsync(EmulatorCall call)
    {
        if (await FirstTerminatedAsync(call) is { } ended)
        {
            return IncorrectState(call, ended, "started");
        }

        var stopped = (await StatesAsync(call)).Where(server => server.State == "stopped").ToList();
        return await ThenAsync(
            upstream.ForwardAsync(call), () => stopped.ForEach(server => servers.Booted(server.InstanceId, call.Region)));
    }

    private async Task<EmulatorReply> StopAsync(EmulatorCall call)
    {
        if (await FirstTerminatedAsync(call) is { } ended)
        {
            return IncorrectState(call, ended, "stopped");
        }

        var running = (await StatesAsync(call)).Where(server => server.State == "running").ToList();
        return await ThenAsync(
            upstream.ForwardAsync(call), () => running.ForEach(server => servers.Stopped(server.InstanceId, call.Region)));
    }

    private async Task<EmulatorReply> TerminateAsync(EmulatorCall call)
    {
        var live = (await StatesAsync(call)).Where(server => server.State != "terminated").ToList();
        var reply = await ThenAsync(
            upstream.ForwardAsync(call), () => live.ForEach(server => servers.Terminated(server.InstanceId, call.Region)));
        if (reply.Succeeded)
        {
            string[] ended = [.. live.Select(server => server.InstanceId)];
            targets.Forget(ended);
            await classic.ForgetAsync(call, ended);
        }

        return reply;
    }

    private async Task<string?> FirstTerminatedAsync(EmulatorCall call) =>
        (await StatesAsync(call)).FirstOrDefault(server => server.State == "terminated")?.InstanceId;

    private async Task<IReadOnlyList<EmulatedServer>> StatesAsync(EmulatorCall call)
    {
        var found = new List<EmulatedServer>();
        foreach (var id in call.List("InstanceId").Distinct(StringComparer.Ordinal))
        {
            if (await servers.FindAsync(call, id) is { } server)
            {
                found.Add(server);
            }
        }

        return found;
    }

    private static async Task<EmulatorReply> ThenAsync(Task<EmulatorReply> forwarded, Action changed)
    {
        var reply = await forwarded;
        if (reply.Succeeded)
        {
            changed();
        }

        return reply;
    }

    private static EmulatorReply IncorrectState(EmulatorCall call, string id, string verb) =>
        EmulatorReply.Refused(call, Ec2Errors.WrongState(id, verb));
}
