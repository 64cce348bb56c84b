using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Stage;

namespace Kickoff.Wire.Tests.EncApi;

/// <summary>What follows a launch of five hundred: each server's Puppet agent has its first run, which asks the classifier twice.</summary>
public sealed class BurstTests
{
    private const int Servers = 500;

    /// <summary>In all, OnInstanceRunning's included (docs/measurements/classification.md).</summary>
    private const int MostEc2Calls = 10;

    [Fact]
    public async Task Five_hundred_new_servers_that_ask_twice_each_cost_EC2_ten_calls()
    {
        var folder = Checkout.NewWorkDirectory("burst");
        await using (var world = await World.StartAsync(new WorldOptions { Directory = folder }))
        {
            var launched = await world.Stage.Ec2Async("RunInstances",
                ("ImageId", MachineImages.NewestNoble), ("InstanceType", "m7i.large"), ("MinCount", $"{Servers}"),
                ("MaxCount", $"{Servers}"),
                ("SubnetId", world.Surroundings.Subnets.Values.First()),
                ("SecurityGroupId.1", world.Surroundings.SecurityGroups["backend-production"]));
            var ids = launched.Element("instancesSet")!.Elements().Select(item => item.Element("instanceId")!.Value).ToArray();
            await world.InstanceEventMapping.WhenEmptyAsync();
            foreach (var id in ids.Concat(ids))
            {
                var answer = await world.EncApi.InvokeAsync(
                    $$$"""{"version":"2.0","routeKey":"GET /nodes/{certname}","pathParameters":{"certname":"{{{id}}}"}}""");
                Assert.StartsWith($"# kickoff {id} {id} live ", (string)answer.Json["body"]!, StringComparison.Ordinal);
            }

            Assert.Equal(Servers, (await world.Stage.MembersAsync("backend-production")).Distinct().Count());
            Assert.InRange(world.Aws.Calls.All.Count(call => call.Service == "ec2" && call.Caller != "stage"), 1, MostEc2Calls);
        }

        Directory.Delete(folder, recursive: true);
    }
}
