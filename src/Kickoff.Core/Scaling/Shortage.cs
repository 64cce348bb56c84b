using Kickoff.Core.Fixtures;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// What is due by now against what is in service, while a fixture is near. A server that boots slower than boot_time is not missing before
/// its boot_deadline, or kickoff. One whose load balancer did not answer is not missing either, and not there: it is unknown.
/// </summary>
/// <param name="Due">Servers that should be in service by now.</param>
/// <param name="InService">At every load balancer their groups name, and not draining.</param>
/// <param name="Missing">Surely not there.</param>
/// <param name="Unknown">Missing too, unless those that nobody knows about are in service.</param>
public sealed record Shortage(int Due, int InService, int Missing, int Unknown)
{
    public static Shortage Of(IEnumerable<Fixture> fixtures, Hold? hold, Pool pool, FleetView view, Instant now)
    {
        var due = DueNow.At(fixtures, hold, pool, now);
        var staying = view.Servers.Where(server => !server.IsDraining).ToArray();
        var inService = staying.Count(server => server.InService == true);
        var unknown = staying.Count(server => server.InService is null && server.Server.State == InstanceState.Running);
        var booting = view.Unseen + staying.Count(server => FleetReconciler.IsBooting(server, pool, now)
            && (server.Server.State == InstanceState.Pending || server is { InService: false, Server.State: InstanceState.Running }));
        var short_ = due.FixtureNear ? Math.Max(0, Math.Max(due.Servers - booting, due.Overdue) - inService) : 0;
        var missing = Math.Max(0, short_ - unknown);
        return new Shortage(due.Servers, inService, missing, short_ - missing);
    }
}
