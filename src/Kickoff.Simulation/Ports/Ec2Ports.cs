using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Ec2;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Ports;

/// <summary>EC2 as one invocation reads it.</summary>
public sealed class SimulatedServers(Ec2Account ec2, Network network, Invocation caller) : IServers
{
    public Task<ImmutableArray<Server>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel)
    {
        var wanted = ids.ToArray();
        return DescribeAsync(
            fate => [.. wanted.Distinct().Order().Select(id => Shown(ec2.Find(id), fate)).OfType<Server>()],
            () => $"of {string.Join(' ', wanted)}", cancel);
    }

    public Task<ImmutableArray<Server>> FindLiveByPrivateDnsNameAsync(string privateDnsName, CancellationToken cancel) =>
        DescribeAsync(fate => [.. Shown(fate).Where(server => server.IsLive && server.PrivateDnsName == privateDnsName)], () => $"of {privateDnsName}", cancel);

    public Task<ImmutableArray<Server>> ListAsync(IReadOnlyCollection<InstanceState> states, CancellationToken cancel) =>
        DescribeAsync(fate => [.. Shown(fate).Where(server => states.Contains(server.State))], () => $"of all that are {string.Join(" or ", states)}", cancel);

    private Task<ImmutableArray<Server>> DescribeAsync(Func<CallFate, ImmutableArray<Server>> effect, Func<string> question, CancellationToken cancel) =>
        network.CallAsync(
            caller, CallSite.DescribeInstances, servers => $"{question()}: {string.Join(", ", servers.Select(server => $"{server.Id} {server.State}"))}", effect, cancel);

    private IEnumerable<Server> Shown(CallFate fate) => ec2.Instances.Select(instance => Shown(instance, fate)).OfType<Server>();

    private Server? Shown(Ec2Instance? instance, CallFate fate) => instance?.ShownAt(network.Time.Now, fate.Behind);
}

/// <summary>EC2 as one invocation launches and ends with it.</summary>
public sealed class SimulatedFleet(Ec2Account ec2, Network network, Invocation caller) : IFleet
{
    public Task<LaunchAnswer> LaunchAsync(LaunchIntent intent, CancellationToken cancel) => network.CallAsync(
        caller,
        CallSite.RunInstances,
        answer => string.Create(
            CultureInfo.InvariantCulture,
            $"{intent.Request.Count} {intent.Request.InstanceType} in {intent.Request.SubnetId} for {intent.Pool}, token {intent.Id.ToString()[^6..]}: {Words(answer)}"),
        _ => ec2.Run(caller, intent),
        cancel);

    public Task<EndAnswer> EndAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) => network.CallAsync(
        caller, CallSite.TerminateInstances, answer => $"{string.Join(' ', instances)}: {answer}", _ => ec2.Terminate(caller, instances), cancel);

    public Task<ImageAnswer> NewestImageAsync(ImageSource.Newest image, CancellationToken cancel) => network.CallAsync<ImageAnswer>(
        caller, CallSite.DescribeImages, found => $"{image.NamePattern}: {found}", _ => new ImageAnswer.Found("ami-00000000000000001"), cancel);

    private static string Words(LaunchAnswer answer) => answer switch
    {
        LaunchAnswer.Launched launched => string.Join(' ', launched.Instances),
        _ => answer.ToString(),
    };
}
