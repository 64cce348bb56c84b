using Kickoff.Local;
using Kickoff.Local.Emulator;

namespace Kickoff.Wire.Tests.OnInstanceRunning;

/// <summary>
/// moto is killed with signal 9 while it registers servers, and comes back with all it knew: an AWS that goes away and returns.
/// </summary>
[Collection(UsesEmulator.Name)]
public sealed class RestartTests : IAsyncLifetime
{
    private readonly string _folder = Checkout.NewWorkDirectory("restart");
    private Moto _moto = null!;
    private EmulatorProxy _proxy = null!;

    public async Task InitializeAsync()
    {
        _moto = await Moto.StartAsync(_folder, remembers: true);
        _proxy = await EmulatorProxy.StartAsync(_moto.Endpoint);
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _moto.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("RegisterInstancesWithLoadBalancer", false)]
    [InlineData("RegisterInstancesWithLoadBalancer", true)]
    [InlineData("RegisterTargets", true)]
    public async Task When_moto_is_restarted_in_the_middle_each_server_is_registered_once(string action, bool done)
    {
        await using var stage = await Stage.SetAsync(_proxy);
        var ids = await stage.LaunchAsync(3);
        var events = ids.Select(id => Stage.EventOf(id)).ToArray();
        var caller = stage.Function.Options.AccessKey;
        var killed = false;
        using (_proxy.Faults.Add(new(call => call.Caller == caller && call.Action == action, async (_, perform, _) =>
        {
            if (!killed)
            {
                killed = true;
                if (done)
                {
                    await perform();
                }

                await _moto.KillAsync();
            }

            return null;
        })))
        {
            var result = await stage.InvokeAsync(events);

            Assert.True(result.Succeeded);
            Assert.Equal([0, 1, 2], Stage.Again(result));
        }

        Assert.True(killed);
        await _moto.ComeBackAsync();
        await stage.LetLeasesRunOutAsync();
        // The call to the other load balancer, at the same time, may have been done or not.
        var before = await stage.MembersAsync();
        var killedAt = action == "RegisterTargets" ? await stage.Aws.TargetsAsync(stage.TargetGroup) : before;
        Assert.Equal(done ? ids.Order() : [], killedAt.Order());
        var calls = stage.Calls.Count;
        await stage.DeliverAsync(events);

        Assert.Equal(ids.Order(), (await stage.MembersAsync()).Order());
        Assert.Equal(ids.Order(), (await stage.Aws.TargetsAsync(stage.TargetGroup)).Order());
        Assert.All(ids, id => Assert.Equal(before.Contains(id) ? 0 : 1, stage.Registrations(id, after: calls)));
    }
}
