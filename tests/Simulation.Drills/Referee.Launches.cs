using System.Globalization;
using Amazon.EC2.Model;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

public sealed partial class Referee
{
    /// <summary>
    /// After so many dead launches in a row a pool waits eight minutes or more (docs/scaling.md); some of them it may not know to be dead
    /// yet.
    /// </summary>
    private const int ManyDead = 6;

    private static readonly Duration Thin = Duration.FromMinutes(3);

    private static readonly Duration DeadForCertain = Duration.FromMinutes(4);

    private readonly List<(Instant At, int By, LaunchIntent Intent, IReadOnlyList<Ec2Instance> Servers)> _launches = [];

    /// <summary>When each launch was written down, before it was sent.</summary>
    private readonly Dictionary<Guid, Instant> _written = [];

    private readonly HashSet<InstanceId> _cameUp = [];

    /// <summary>Of launches that stood still until others had sent them again, in vain, and closed them.</summary>
    private readonly HashSet<InstanceId> _closedBefore = [];

    private readonly Dictionary<string, (Instant Tick, Instant Since)> _lastActing = new(StringComparer.Ordinal);

    public void Launched(RunInstancesRequest request, IReadOnlyList<Ec2Instance> servers, bool again)
    {
        var by = Network.Caller;
        var tags = servers[0].Launch.TagSpecifications.SelectMany(tagged => tagged.Tags)
            .ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        var owners = scene.Pools.Where(pool => pool.Name == tags.GetValueOrDefault(KickoffTags.Pool)).Select(pool => pool.Name);
        if (!Guid.TryParse(request.ClientToken, out var token) || owners.Select(pool => Ledger.Launch(pool, token))
            .SingleOrDefault() is not { } intent)
        {
            Break("no launch without an owner in the ledger", servers[0].Id.Value, $"token {request.ClientToken}");
            return;
        }

        if (LaunchedAs.Differs(request, intent, scene.Pools.Single(pool => pool.Name == intent.Pool).Launch) is { } difference)
        {
            Break("a launch is what the ledger and fleet.yml say", intent.Pool, $"token {intent.Id}: {difference}");
        }

        if (Ledger.IsForgotten(intent.Pool, intent.Id))
        {
            _closedBefore.UnionWith(servers.Select(server => server.Id));
        }

        // A call that was on its way for long was decided by one who has been overtaken since; what it spoils is put right.
        if (again || Now - Network.Begun > InFlight)
        {
            return;
        }

        Acts(by, intent.Pool);
        var pool = scene.Pools.Single(each => each.Name == intent.Pool);
        var counted = Active(pool).Where(server => MustHaveCounted(by, pool, server)).ToArray();
        var there = counted.Length;
        // Above the plan only by what nobody had an answer about.
        var planned = counted.Count(server => !IsUnanswered(by, intent, server) && !WaitsForItsReplacement(pool, server));
        if (intent.At == TickOf(by))
        {
            ThinsOut(by, pool);
        }

        _launches.Add((Now, by.Number, intent, servers));
        // A launch that a tick did not live to close is sent again as it was planned then.
        var wanted = Math.Max(MostPlanned(pool, intent.At), PlannedFor(pool, TickOf(by)));
        if (there > pool.Capacity.Maximum)
        {
            Break("never above the maximum", pool.Name, Count(there, pool.Capacity.Maximum));
        }
        // What is sent again is sent whole: it may bring more than is still missing, but nothing when nothing is.
        else if ((intent.At == TickOf(by) ? planned : planned - servers.Count + 1) > wanted)
        {
            Break("no launch that is not planned", pool.Name, Count(planned, wanted));
        }
    }

    /// <summary>
    /// Not one that somebody started by hand a moment ago, as it was not to be seen when this was decided; nor one that is protected and
    /// was out of service then, which is no capacity; nor one of a launch that came after it was closed, until EC2 shows it.
    /// </summary>
    private bool MustHaveCounted(Invocation by, Pool pool, Ec2Instance server) =>
        !(_bootedByHand.TryGetValue(server.Id, out var at) && at > Saw(by))
        && !(_closedBefore.Contains(server.Id) && server.ShownFrom > Saw(by))
        && !(server.Now.Tags.ContainsKey(pool.ProtectTag) && server.Now.LaunchTime + pool.Capacity.BootDeadline <= Now);

    /// <summary>In bad health for long: whoever comes in its place comes before it goes, where the maximum has room.</summary>
    private bool WaitsForItsReplacement(Pool pool, Ec2Instance server) =>
        !InService(server) && server.Now.LaunchTime + pool.Capacity.UnhealthyAfter <= Now;

    /// <summary>
    /// One that another launch brought, of which nobody has had an answer and which EC2 did not show yet when this was decided; or that
    /// came after this launch was written down, or while it was sent again: who launched that one had no answer about this one.
    /// </summary>
    private bool IsUnanswered(Invocation by, LaunchIntent intent, Ec2Instance server) =>
        server.Now.LaunchTime > (intent.At == TickOf(by) ? _written.GetValueOrDefault(intent.Id, Network.Begun) : Network.Begun)
        || (Guid.TryParse(server.Now.Tags.GetValueOrDefault(KickoffTags.Launch), out var launch) && launch != intent.Id
        && Ledger.Launch(intent.Pool, launch) is { State: LaunchState.Open } && !Ledger.IsForgotten(intent.Pool, launch)
        && server.ShownFrom > Saw(by));

    public void NoCapacity(RunInstancesRequest request) => faults.Trouble(Now);

    public void LaunchWritten(LaunchIntent? before, LaunchIntent after)
    {
        if (before is null)
        {
            _written[after.Id] = Now;
        }

        Acts(Network.Caller, after.Pool);
    }

    /// <summary>
    /// A tick that acts has not been overtaken: what it decided is of an older time than what a later one did. A call that was on its way
    /// when the later one began was not decided after it.
    /// </summary>
    private void Acts(Invocation by, string pool)
    {
        var tick = TickOf(by);
        var last = _lastActing.GetValueOrDefault(pool, (Tick: Instant.MinValue, Since: Instant.MinValue));
        if (tick > last.Tick)
        {
            _lastActing[pool] = (tick, Now);
        }
        else if (tick < last.Tick && by.StoodStill == Duration.Zero && Network.Begun > last.Since)
        {
            Break("no tick acts after a later one", pool, $"{by.Name} of {tick} after that of {last.Tick}");
        }
    }

    /// <summary>
    /// When launches die one after another, the next is waited with. The pool counts what the ledger says was launched; what EC2 hides for
    /// long it cannot count.
    /// </summary>
    private void ThinsOut(Invocation by, Pool pool)
    {
        var earlier = _launches
            .Where(launch => launch.Intent.Pool == pool.Name && launch.By != by.Number
                && Ledger.Launch(pool.Name, launch.Intent.Id)?.State == LaunchState.Launched)
            .Reverse().ToArray();
        var dead = earlier.SkipWhile(launch => Now - launch.At < DeadForCertain)
            .TakeWhile(launch => launch.Servers.All(server => !_cameUp.Contains(server.Id) && server.Terminated + DeadForCertain < Now))
            .Count();
        // One that has come up ends it.
        var good = earlier.TakeWhile(launch => Now - launch.At < DeadForCertain)
            .Any(launch => Ledger.Launch(pool.Name, launch.Intent.Id) is { Served: true }
                || launch.Servers.Any(server => server.Answers(Now) || _cameUp.Contains(server.Id)));
        if (!good && dead >= ManyDead && Now - earlier[0].At < Thin)
        {
            Break("launches that die thin out", pool.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"{dead} launches in a row died, and {(Now - earlier[0].At).TotalMinutes:0.0} minutes after the last there is another"));
        }
    }

    private static string Count(int there, int allowed) =>
        string.Create(CultureInfo.InvariantCulture, $"{there} servers, and {allowed} is all there may be");
}
