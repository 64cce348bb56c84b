using System.Globalization;
using Kickoff.Core.Configuration;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Bench.Scaling;

/// <summary>A whole tick, sweep included, over an account in which everything is as it should be, which is most minutes.</summary>
internal static class LargeAccountTick
{
    public static async Task<string> RunAsync(int pools, int servers, int fixtures)
    {
        var account = new LargeAccount(pools, servers, fixtures);
        var clock = new TickClock();
        var groups = NodeGroupsFile.Read("node_groups.yml", string.Concat(Enumerable.Range(0, pools).Select(number =>
            $"{Inputs.NameOf(number)}: {{classes: [backend], parameters: {{loadbalancer_name: {Inputs.NameOf(number)}}}}}\n")));
        var desired = new DesiredMemberships(groups);
        var registrar = new Registrar(account, account, desired, clock, account, NewOwner);
        var ended = new EndedServers(desired, account, account, account, clock, account, LargeAccount.Stack);
        var sweep = new Sweep(desired, registrar, account, account, account, ended, clock, account);
        var actor = new TickActor(account, account, registrar, sweep, account, Guid.CreateVersion7, LargeAccount.Stack, "eu-west-1");
        var tick = new ScaleTick(
            Inputs.Pools(pools), account, account, account, account, desired, actor, clock, TimeProvider.System, account, NewOwner,
            new TickSettings(LargeAccount.Stack, Duration.FromMinutes(5)));
        var line = await Measured.LineAsync(
            string.Create(CultureInfo.InvariantCulture, $"a tick over {servers:N0} servers in {pools} pools and {fixtures:N0} fixtures"),
            () => tick.RunAsync(clock.GetCurrentInstant(), clock.GetCurrentInstant() + Duration.FromSeconds(48), CancellationToken.None));
        return account.Writes == 0 ? line : throw new InvalidOperationException("The tick found something to do: this measures one that does not.");

        static string NewOwner() => Guid.NewGuid().ToString("N");
    }

    /// <summary>A night on which nothing is played.</summary>
    private sealed class TickClock : IClock
    {
        public Instant GetCurrentInstant() => Inputs.NewYear + Duration.FromHours(30);
    }
}
