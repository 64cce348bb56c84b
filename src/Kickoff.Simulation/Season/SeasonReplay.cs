using System.Collections.Immutable;
using Kickoff.Aws.Ledger;
using Kickoff.Aws.Scaling;
using Kickoff.Cloud;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.Time;
using Kickoff.Core.Classification;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Functions;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Season;

/// <summary>
/// A season in virtual time: the real functions against the account in memory, with every pool behind a load balancer of its own. Ticks
/// come every minute while anything is under way, and otherwise when the plan changes: in between a tick would find nothing to do.
/// </summary>
public sealed class SeasonReplay
{
    private const string Stack = "season";

    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly SeasonRequest _request;
    private readonly ImmutableArray<Pool> _pools;
    private readonly ImmutableDictionary<string, ImmutableArray<CapacityPlan>> _plans;
    private readonly Instant _from;
    private readonly Instant _until;
    private readonly VirtualTime _time;
    private readonly AwsAccount _account;
    private readonly IPoolLedger _ledger;
    private readonly SeasonBooks _books;
    private readonly Schedule _schedule;
    private readonly List<KickoffOutcome> _outcomes = [];
    private int _ticks;

    private SeasonReplay(SeasonRequest request)
    {
        _request = request;
        // A launch says ids of security groups, a load balancer is found by names: here both are the pool's name.
        _pools = [.. request.Pools.Select(pool => pool with { Launch = pool.Launch with { SecurityGroups = [pool.Name] } })];
        var days = request.Fixtures.Select(fixture => fixture.Day).DefaultIfEmpty(new LocalDate(2012, 6, 28)).ToArray();
        _from = days.Min().PlusDays(-1).AtMidnight().InUtc().ToInstant();
        _until = days.Max().PlusDays(2).AtMidnight().InUtc().ToInstant();
        _plans = _pools.ToImmutableDictionary(pool => pool.Name, pool => CapacityTimeline.Of(request.Fixtures, null, pool, _from, _until));

        var dice = new Dice(request.Seed);
        var story = new NobodyListens();
        _time = new VirtualTime(_from);
        _books = new SeasonBooks(_time);
        var longest = _pools.Select(pool => pool.Capacity.BootTime).DefaultIfEmpty(Duration.FromMinutes(5)).Max();
        _account = new AwsAccount(
            _time, dice, new SeasonBoots(dice, request.BootTimes ?? BootTimes.Around(longest), request.NeverUp), _books, _books, story);
        var deployment = new Deployment(
            _account, new Network(_time, new EveryCallAnswered(), story), Stack, _pools, new DesiredMemberships(Groups(_pools), Stack), _ =>
                _time, _ => _books);
        var atOnce = deployment.AtOnce(_books);
        _ledger = atOnce.Pools;
        var host = new FunctionHost(_time, story);
        var queue = new StateChangeQueue(_time, deployment, host, story);
        _account.Ec2.OnChange += (server, _) => queue.Send(server.Id, _time.Now);
        _schedule = new Schedule(deployment, host, story);
        foreach (var pool in _pools)
        {
            _account.Balancing.Add(BalancerOf(pool));
            SeasonRegion.Prepare(_account.Ec2.Region, pool.Launch);
        }

        if (atOnce.Fixtures.PutAsync(request.Fixtures, null, default) is not { IsCompletedSuccessfully: true })
        {
            throw new InvalidOperationException("The fixtures could not be put.");
        }

        foreach (var pair in _pools.SelectMany(
            pool => pool.Launch.InstanceTypes.SelectMany(type => pool.Launch.Subnets.Select(subnet => (type, subnet)))).Distinct())
        {
            Shorten(pair.type, pair.subnet, dice, short_: false);
        }

        foreach (var pool in _pools)
        {
            WatchKickoffs(pool);
        }
    }

    /// <summary>Replays it; <paramref name="progress"/> hears the share of the season that is over.</summary>
    public static SeasonReport Run(SeasonRequest request, IProgress<double>? progress = null, CancellationToken cancel = default) =>
        new SeasonReplay(request).Run(progress, everyMinute: false, cancel);

    /// <summary>The same with a tick every minute, to show that the ticks left out change nothing.</summary>
    internal static SeasonReport RunEveryMinute(SeasonRequest request, CancellationToken cancel = default) =>
        new SeasonReplay(request).Run(null, everyMinute: true, cancel);

    private SeasonReport Run(IProgress<double>? progress, bool everyMinute, CancellationToken cancel)
    {
        var edges = new SortedSet<Instant>(_plans.Values.SelectMany(plans => plans.Select(plan => NextMinute(plan.At))));
        for (var tick = _from; tick < _until;)
        {
            cancel.ThrowIfCancellationRequested();
            _time.RunUntil(tick);
            _schedule.Tick(tick);
            _ticks++;
            progress?.Report((tick - _from) / (_until - _from));
            var next = tick + Minute;
            _time.RunUntil(next - Duration.FromMilliseconds(1));
            tick = everyMinute || !IsSteady(tick) ? next : edges.GetViewBetween(next, _until).FirstOrDefault(_until);
        }

        _time.RunUntil(_until);
        return new SeasonReport(
            _from, _until, [.. _outcomes.OrderBy(outcome => outcome.Kickoff).ThenBy(outcome => outcome.Pool, StringComparer.Ordinal)],
            [.. _pools.Select(pool => _books.Close(pool.Name, _until - _from))], _ticks);
    }

    /// <summary>Every pool has what its plan asks for, in service and noted so, and nothing is on its way in or out.</summary>
    private bool IsSteady(Instant tick) => _pools.All(pool =>
    {
        var record = Now(_ledger.ReadAsync(pool.Name, default));
        var servers = ServersOf(pool).ToArray();
        return record.Drains.IsEmpty
            && record.Launches.All(launch => launch.State != LaunchState.Open
                && (launch.Served || launch.At + Duration.FromMinutes(30) < tick || launch.Instances.IsEmpty))
            && servers.Length == DesiredAt(pool, tick)
            && Array.TrueForAll(servers, server => _account.Balancing.InService(server, [BalancerOf(pool)]));
    });

    private void WatchKickoffs(Pool pool)
    {
        var byDay = _request.Fixtures.ToLookup(fixture => fixture.Day);
        foreach (var fixture in _request.Fixtures.OrderBy(fixture => fixture.Kickoff))
        {
            if (fixture.Kickoff is { } kickoff && DemandWindow.Of(fixture, pool.Capacity) is { } window)
            {
                var (from, until) = FixtureDays.About([pool], kickoff);
                var about = Enumerable.Range(0, Period.DaysBetween(from, until) + 1).SelectMany(days => byDay[from.PlusDays(days)]);
                var watch = new KickoffWatch(fixture, window, DueNow.At(about, null, pool, kickoff).Overdue);
                _time.At(window.Start, () => Look(pool, watch));
                _time.At(kickoff, () => watch.ReadyAtKickoff = InService(pool));
                _time.At(kickoff + (Minute * 3), () => watch.Paged = _books.IsPaged(pool.Name));
                _time.At(window.End, () => _outcomes.Add(
                    new(fixture, pool.Name, kickoff, watch.Due, watch.ReadyAtKickoff, watch.ReachedAt, watch.Paged)));
            }
        }
    }

    /// <summary>Looks until the servers due at its kickoff are there or nobody asks for them any more.</summary>
    private void Look(Pool pool, KickoffWatch watch)
    {
        if (InService(pool) >= watch.Due)
        {
            watch.ReachedAt = _time.Now;
        }
        else if (_time.Now < watch.Window.End)
        {
            _time.After(Duration.FromSeconds(15), () => Look(pool, watch));
        }
    }

    private int InService(Pool pool) => ServersOf(pool).Count(server => _account.Balancing.InService(server, [BalancerOf(pool)]));

    private IEnumerable<Ec2Instance> ServersOf(Pool pool) =>
        _account.Ec2.Instances.Where(server => server.Now.IsLive && server.Now.Tag(KickoffTags.Pool) == pool.Name);

    private int DesiredAt(Pool pool, Instant at) => _plans[pool.Name].Last(plan => plan.At <= at).Desired;

    private void Shorten(string type, string subnet, Dice dice, bool short_)
    {
        if (_request.Shortages.ShareOfTime <= 0)
        {
            return;
        }

        if (short_)
        {
            _account.Ec2.Capacity.Limit(type, subnet, 0);
        }
        else
        {
            _account.Ec2.Capacity.Lift(type, subnet);
        }

        var share = Math.Min(_request.Shortages.ShareOfTime, 1);
        var mean = short_ || share >= 1 ? _request.Shortages.Lasting : _request.Shortages.Lasting * ((1 - share) / share);
        // Between half the mean and half as much again.
        var lasts = mean * (0.5 + dice.Share());
        if (_time.Now + lasts < _until)
        {
            _time.After(lasts, () => Shorten(type, subnet, dice, !short_ || share >= 1));
        }
    }

    /// <summary>What is asked of the account in memory is answered when it is asked.</summary>
    private static T Now<T>(Task<T> answered) =>
        answered.IsCompleted ? answered.GetAwaiter().GetResult() : throw new InvalidOperationException("It waits.");

    private static ClassicLoadBalancer BalancerOf(Pool pool) => new ClassicLoadBalancer(pool.Name);

    private static NodeGroups Groups(IEnumerable<Pool> pools) => new(
        pools.ToImmutableSortedDictionary(
            pool => pool.Name,
            pool => new NodeGroup(
                pool.Name, 0, ImmutableSortedDictionary<string, Value.Map>.Empty, null,
                ImmutableSortedDictionary<string, Value>.Empty.Add("loadbalancer_name", new Value.Text(pool.Name))),
            StringComparer.Ordinal),
        null);

    private static Instant NextMinute(Instant at)
    {
        var seconds = at.ToUnixTimeSeconds();
        var whole = Instant.FromUnixTimeSeconds(seconds - (seconds % 60));
        return whole < at ? whole + Minute : whole;
    }

    private sealed class KickoffWatch(Fixture fixture, DemandWindow window, int due)
    {
        public Fixture Fixture => fixture;

        public DemandWindow Window => window;

        public int Due => due;

        public int ReadyAtKickoff { get; set; }

        public bool Paged { get; set; }

        public Instant? ReachedAt { get; set; }
    }
}
