using System.Globalization;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Ec2;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

public sealed partial class Referee
{
    private readonly Dictionary<string, Instant> _lastActing = new(StringComparer.Ordinal);

    public void Launched(Invocation by, LaunchIntent intent, IReadOnlyList<Ec2Instance> servers, bool again)
    {
        if (Cloud.Pools.Launch(intent.Pool, intent.Id) is not { } owner)
        {
            Break("no launch without an owner in the ledger", intent.Pool, $"token {intent.Id}");
            return;
        }

        if (!owner.Request.Tags.SequenceEqual(intent.Request.Tags) || owner.Request.Count != intent.Request.Count)
        {
            Break("a launch is what the ledger says", intent.Pool, $"token {intent.Id}");
        }

        // A call that was on its way for long was decided by one who has been overtaken since; what it spoils is put right.
        if (again || Now - Cloud.Network.Begun > InFlight)
        {
            return;
        }

        Acts(by, intent.Pool);
        var pool = scene.Pools.Single(each => each.Name == intent.Pool);
        var there = Active(pool).Count(server => MustHaveCounted(by, pool, server));
        // A launch that a tick did not live to close is sent again as it was planned then.
        var wanted = Math.Max(MostPlanned(pool, intent.At), PlannedFor(pool, TickOf(by)));
        if (there > pool.Capacity.Maximum)
        {
            Break("never above the maximum", pool.Name, Count(there, pool.Capacity.Maximum));
        }
        else if (there > wanted)
        {
            Break("no launch that is not planned", pool.Name, Count(there, wanted));
        }
    }

    /// <summary>
    /// Not one that somebody started by hand a moment ago, as it was not to be seen when this was decided; nor one that is protected and was
    /// out of service then, which is no capacity.
    /// </summary>
    private bool MustHaveCounted(Invocation by, Pool pool, Ec2Instance server) =>
        !(_bootedByHand.TryGetValue(server.Id, out var at) && at > Saw(by))
        && !(server.Now.Tags.ContainsKey(pool.ProtectTag) && server.Now.LaunchTime + pool.Capacity.BootDeadline <= Now);

    public void NoCapacity(LaunchIntent intent) => faults.Trouble(Now);

    public void LaunchWritten(Invocation by, LaunchIntent? before, LaunchIntent after) => Acts(by, after.Pool);

    /// <summary>A tick that acts has not been overtaken: what it decided is of an older time than what a later one did.</summary>
    private void Acts(Invocation by, string pool)
    {
        var tick = TickOf(by);
        var last = _lastActing.GetValueOrDefault(pool, Instant.MinValue);
        if (tick < last && by.StoodStill == Duration.Zero && Now - Cloud.Network.Begun <= InFlight)
        {
            Break("no tick acts after a later one", pool, $"{by.Name} of {tick} after that of {last}");
        }

        _lastActing[pool] = Instant.Max(last, tick);
    }

    private static string Count(int there, int allowed) => string.Create(CultureInfo.InvariantCulture, $"{there} servers, and {allowed} is all there may be");
}
