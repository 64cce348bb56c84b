using System.Net;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Faults;
using NodaTime;

namespace Kickoff.Contracts.Servers;

/// <summary>Behind a stage in moto; its clock is the proxy's.</summary>
internal sealed class MotoBackstage(
    EmulatorProxy proxy, SteppedClock clock, string caller, string vpc, string subnet, string image) : IBackstage
{
    public void Pass(Duration time) => clock.Now += time.ToTimeSpan();

    public int Made(string action) => proxy.Calls.By(caller).Count(call => call.Action == action);

    public IDisposable Failing(string code, HttpStatusCode status) =>
        proxy.Faults.Add(new FaultRule(call => call.Caller == caller, CommonFaults.Error(code, (int)status)));

    public void Limit(int left)
    {
        var others = proxy.Behaviour.Capacity;
        proxy.Behaviour.Capacity = offer => offer.SubnetId == subnet ? left : others(offer);
    }

    public async Task<string[]> NeverUpAsync(Func<Task<string[]>> launch)
    {
        var (servers, others) = (await launch(), proxy.Behaviour.ComesUp);
        proxy.Behaviour.ComesUp = server => !servers.Contains(server) && others(server);
        return servers;
    }

    public Task ProtectAsync(string server) =>
        AskAsync("ModifyInstanceAttribute", ("InstanceId", server), ("DisableApiTermination.Value", "true"));

    public Task StopAsync(string server) => AskAsync("StopInstances", ("InstanceId.1", server));

    public Task StartAsync(string server) => AskAsync("StartInstances", ("InstanceId.1", server));

    public async Task<string> SubnetAsync(string zone)
    {
        using var aws = Client();
        var made = await aws.Ec2Async("CreateSubnet", ("VpcId", vpc), ("AvailabilityZone", zone), ("CidrBlock", "10.0.16.0/20"));
        return made.Descendants("subnetId").Single().Value;
    }

    public Task DeregisterImageAsync() => AskAsync("DeregisterImage", ("ImageId", image));

    private EmulatorClient Client() => new(proxy.Endpoint, Oracles.Region);

    private async Task AskAsync(string action, params (string Name, string Value)[] parameters)
    {
        using var aws = Client();
        await aws.Ec2Async(action, parameters);
    }
}
