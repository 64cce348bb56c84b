using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Kickoff.Cloud;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Cloud.Time;
using Kickoff.Core.Classification;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using Kickoff.Simulation;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Functions;
using Kickoff.Tick.Tests.Alarms;
using Kickoff.Tick.Tests.Calls;
using Kickoff.Tick.Tests.Feed;
using NodaTime;
using Metric = Kickoff.Core.Telemetry.Metric;
using RunInstancesRequest = Amazon.EC2.Model.RunInstancesRequest;
using Tag = Amazon.EC2.Model.Tag;

namespace Kickoff.Tick.Tests;

/// <summary>
/// ScaleSchedule's own code over the account in memory, in virtual time: pool backend behind load balancer web. What a call comes to is the
/// test's to say; what it does not say is answered at once. Servers run after ten seconds and serve within a minute.
/// </summary>
internal sealed class World : IEc2Witness, IBalancingWitness, ICallFates, IBoots, IJournal, IStory, IBetweenCalls
{
    public const string Stack = "the-stack";

    public static readonly Instant Kickoff = Instant.FromUtc(2012, 6, 28, 18, 45);

    public static readonly LoadBalancer Web = new ClassicLoadBalancer("web");

    /// <summary>Of servers in the group sg-api, which no pool of ours names unless a test says so.</summary>
    public static readonly LoadBalancer Api = new TargetGroup(
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef", null);

    private static readonly CallFate AtOnce = new() { There = Duration.FromMilliseconds(5), Back = Duration.FromMilliseconds(5) };

    private readonly Queue<(CallSite Site, CallFate Fate)> _fates = new();
    private readonly Schedule _schedule;
    private readonly StateChangeQueue _queue;
    private readonly List<(Duration Lasted, bool Failed)> _events = [];
    private AmazonWebServiceRequest? _about;
    private int _deletedLetters;

    private readonly Deployment _deployment;

    public World(Pool? pool = null, Instant? start = null, params Pool[] others)
    {
        Pool = pool ?? PoolOf("backend");
        Time = new VirtualTime(start ?? Kickoff - Duration.FromHours(3));
        Account = new AwsAccount(Time, new Dice(1), this, this, this, this);
        var region = Account.Ec2.Region;
        region.SecurityGroups["sg-web"] = "web";
        region.SecurityGroups["sg-api"] = "api";
        region.Subnets["subnet-a"] = new Subnet("subnet-a", "eu-west-1a");
        region.Subnets["subnet-b"] = new Subnet("subnet-b", "eu-west-1b");
        region.Images.Add(new MachineImage("ami-00000000000000001", "099720109477", "ubuntu-12", "2012-06-01T00:00:00.000Z"));
        region.KeyPairs.Add("operators");
        region.InstanceProfiles.Add("backend");
        Account.Balancing.Add(Web);
        Account.Balancing.Add(Api);
        var network = new Network(Time, this, this);
        var deployment = new Deployment(Account, network, Stack, [Pool, .. others], Desired, _ => Time, _ => this)
        {
            Between = aws => new CallsBetween(aws, this),
        };
        _deployment = deployment;
        var host = new FunctionHost(Time, this);
        _schedule = new Schedule(deployment, host, this);
        _queue = new StateChangeQueue(Time, deployment, host, this) { Ended = EventsEnded };
        var atOnce = deployment.AtOnce(this);
        (Ledger, Fixtures, DeployedPlans) = (atOnce.Pools, atOnce.Fixtures, atOnce.DeployedPlans);
    }

    public static DesiredMemberships Desired { get; } = new(new NodeGroups(
        ImmutableSortedDictionary.Create<string, NodeGroup>(StringComparer.Ordinal)
            .Add("web", Group("web", "loadbalancer_name", "web")).Add("api", Group("api", "target_group_arn", ((TargetGroup)Api).Arn)),
        null), Stack);

    private static NodeGroup Group(string name, string parameter, string value) => new(
        name, 0, ImmutableSortedDictionary<string, Value.Map>.Empty, null,
        ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal).Add(parameter, new Value.Text(value)));

    public Pool Pool { get; }

    public VirtualTime Time { get; }

    public AwsAccount Account { get; }

    /// <summary>The ledger as an operator's command reads and writes it.</summary>
    public IPoolLedger Ledger { get; }

    public IFixtures Fixtures { get; }

    public IDeployedPlans DeployedPlans { get; }

    /// <summary>fixtures.yml.</summary>
    public FixtureSettings FixtureSettings
    {
        get => _deployment.Fixtures;
        set => _deployment.Fixtures = value;
    }

    /// <summary>Launches that took effect, and those that EC2 only answered again.</summary>
    public List<(RunInstancesRequest Request, int Servers, bool Again)> Launches { get; } = [];

    public List<InstanceId> Ended { get; } = [];

    public List<InstanceId> Registered { get; } = [];

    public List<InstanceId> Deregistered { get; } = [];

    /// <summary>Every call that the functions made.</summary>
    public List<AmazonWebServiceRequest> Requests { get; } = [];

    /// <summary>What a call comes to, where the test says so; null: it is answered at once.</summary>
    public Func<AmazonWebServiceRequest, CallFate?> Fate { get; set; } = _ => null;

    public List<JournalEntry> Lines { get; } = [];

    /// <summary>When each of the lines was written.</summary>
    public List<Instant> LinesAt { get; } = [];

    public List<Metric> Metrics { get; } = [];

    /// <summary>What the last tick threw, if it threw.</summary>
    public Exception? Thrown { get; private set; }

    /// <summary>What template.yaml's alarms make of what is measured.</summary>
    public AlarmBoard Alarms { get; } = new();

    /// <summary>What FixtureFeed asks; null for no source.</summary>
    public FixtureSource? Feed { get; set; }

    public ScriptedSource Source { get; } = new();

    public bool FeedRuns { get; set; } = true;

    /// <summary>ScaleSchedule's and OnInstanceRunning's.</summary>
    public TickSettings Settings
    {
        get => _deployment.Settings;
        set => _deployment.Settings = value;
    }

    /// <summary>Somebody deploys another fleet.yml.</summary>
    public void Deploy(params Pool[] pools) => _deployment.Pools = pools;

    /// <summary>How what is launched from now on comes up.</summary>
    public Boot Boot { get; set; } = new(Duration.FromSeconds(10), Duration.FromSeconds(40), null, Duration.Zero);

    /// <summary>So long DescribeInstances does not show what is launched from now on.</summary>
    public Duration Hidden { get; set; }

    public IEnumerable<Ec2Instance> Live =>
        Account.Ec2.Instances.Where(server => server.Now.State is InstanceState.Pending or InstanceState.Running);

    public IEnumerable<Ec2Instance> Serving => Live.Where(server => Account.Balancing.InService(server, [Web]));

    public static Pool PoolOf(string name) => new()
    {
        Name = name,
        Launch = new LaunchSpecification
        {
            Image = new ImageSource.Newest("099720109477", "ubuntu-*"),
            InstanceTypes = ["m7i.large", "m6i.large"],
            Subnets = ["subnet-a", "subnet-b"],
            SecurityGroups = ["sg-web"],
        },
        Capacity = new CapacityPolicy
        {
            Minimum = 0,
            Maximum = 6,
            ReadyBefore = Duration.FromMinutes(10),
            BootTime = Duration.FromMinutes(2),
            BootDeadline = Duration.FromMinutes(4),
            StayAfter = Duration.FromMinutes(5),
            Overlap = Overlap.Max,
            ScaleIn = new ScaleIn(100, Duration.FromMinutes(1)),
            Demand = [new DemandRule(null, "Euro *", null, 3)],
        },
        Drain = Duration.FromMinutes(2),
        ProtectTag = "kickoff:protect",
    };

    public static Fixture Match(Instant kickoff, string id = "semi-final") => new()
    {
        Key = new("Euro 2012", id),
        Round = "Semi-finals",
        Home = "Germany",
        Away = "Italy",
        Kickoff = kickoff,
        Day = kickoff.InUtc().Date,
        Zone = "UTC",
        Source = "test",
        ImportedAt = kickoff - Duration.FromDays(1),
    };

    public World With(params Fixture[] fixtures)
    {
        Assert.True(Fixtures.PutAsync(fixtures, null, default).IsCompletedSuccessfully);
        return this;
    }

    public void Hold(HoldKind kind, int servers, Duration lasting, Duration fromNow = default, string? pool = null) =>
        Assert.True(Ledger.PutHoldAsync(
        new Hold(pool ?? Pool.Name, kind, servers, Time.Now + fromNow, Time.Now + fromNow + lasting, "ops", "test"), replace: true,
        Time.Now, default).IsCompletedSuccessfully);

    public PoolRecord Record()
    {
        var read = Ledger.ReadAsync(Pool.Name, default);
        Assert.True(read.IsCompletedSuccessfully);
        return read.Result;
    }

    public double Measured(string metric) => Assert.Single(Metrics, one => one.Name == metric).Value;

    public IEnumerable<RunInstancesRequest> Asked => Requests.OfType<RunInstancesRequest>();

    public int LaunchedIn(string subnet) =>
        Launches.Where(launch => launch.Request.SubnetId == subnet && !launch.Again).Sum(launch => launch.Servers);

    /// <summary>Somebody launches one in the pool's group by hand, and in these.</summary>
    public Ec2Instance ByHand(string stack, string? pool, params string[] groups) => Account.Ec2.LaunchByHand(new RunInstancesRequest
    {
        ImageId = "ami-00000000000000001",
        InstanceType = "m7i.large",
        SubnetId = "subnet-a",
        SecurityGroupIds = ["sg-web", .. groups],
        TagSpecifications =
        [
            new()
            {
                ResourceType = "instance",
                Tags = [new() { Key = KickoffTags.Stack, Value = stack }, .. pool is null
                    ? (Tag[])[] : [new() { Key = KickoffTags.Pool, Value = pool }]],
            },
        ],
    });

    /// <summary>
    /// Somebody restores a backup of this server, or launches more like it: all of its tags, and a client token of the tool that did it.
    /// </summary>
    public Ec2Instance CopyOf(Ec2Instance server) => Account.Ec2.LaunchByHand(new RunInstancesRequest
    {
        ClientToken = "restore-" + server.Id,
        ImageId = server.Launch.ImageId,
        InstanceType = server.Launch.InstanceType,
        SubnetId = server.Launch.SubnetId,
        SecurityGroupIds = server.Launch.SecurityGroupIds,
        TagSpecifications = server.Launch.TagSpecifications,
    });

    public IEnumerable<IReadOnlyDictionary<string, AttributeValue>> LedgerItems =>
        Account.DynamoDb.Items(Simulation.Deployment.LedgerTable);

    /// <summary>Everything that the ledger has is lost.</summary>
    public void LoseTheLedger()
    {
        foreach (var item in LedgerItems.ToArray())
        {
            Account.DynamoDb.Delete(
                new()
                {
                    TableName = Simulation.Deployment.LedgerTable,
                    Key = new() { ["PK"] = item["PK"], ["SK"] = item["SK"] },
                },
                Time.Now);
        }
    }

    /// <summary>The next call of this kind comes to this.</summary>
    public void Next(CallSite site, CallFate fate) => _fates.Enqueue((site, fate));

    /// <summary>A call that takes no effect, and throws this.</summary>
    public static CallFate Failing(Exception failure) => AtOnce with { Lost = true, Failure = failure };

    /// <summary>A call whose answer the next minutes do not see.</summary>
    public static CallFate Hanging { get; } = AtOnce with { There = Duration.FromMinutes(30) };

    /// <summary>The next call of this kind takes no effect, and throws this.</summary>
    public void Fails(CallSite site, Exception failure) => Next(site, Failing(failure));

    /// <summary>EC2's event about this server comes, and is handled.</summary>
    public void Event(Ec2Instance server)
    {
        Send(server);
        Time.RunUntil(Time.Now + Duration.FromSeconds(10));
    }

    /// <summary>EC2's event about this server comes.</summary>
    public void Send(Ec2Instance server) => _queue.Send(server.Id, Time.Now);

    /// <summary>An operator has looked at the dead letters, and deletes them.</summary>
    public void DeleteDeadLetters() => _deletedLetters = _queue.DeadLetters.Count;

    /// <summary>The tick of this minute, and a minute passes.</summary>
    public void Tick(Instant? of = null)
    {
        Metrics.Clear();
        Thrown = null;
        _events.Clear();
        var minute = Time.Now;
        FeedTick(minute);
        var ticks = new List<(Duration Lasted, bool Failed)>();
        _schedule.Tick(of ?? minute, (tick, thrown) =>
        {
            Thrown = thrown;
            ticks.Add((Time.Now - tick.Started, thrown is not null));
        });
        Time.RunUntil(minute + Duration.FromMinutes(1));
        Alarms.Put("AWS/Lambda", "Invocations", "FixtureFeed", minute, FeedRuns ? 1 : 0);
        Alarms.Put("AWS/Lambda", "Invocations", "ScaleSchedule", minute, 1);
        MeasureLambda("ScaleSchedule", minute, ticks);
        MeasureLambda("OnInstanceRunning", minute, _events);
        // SQS's own (AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
        Alarms.Put("AWS/SQS", "ApproximateAgeOfOldestMessage", "InstanceEvents", minute, _queue.AgeOfOldest.TotalSeconds);
        Alarms.Put(
            "AWS/SQS", "ApproximateNumberOfMessagesVisible", "FailedInstanceEvents", minute, _queue.DeadLetters.Count - _deletedLetters);
    }

    private void FeedTick(Instant minute)
    {
        if (Feed is { } source && FeedRuns)
        {
            var tick = _deployment.AtOnce(this).Feed(
                new FixtureSettings { Sources = [source] }, [Pool], Source, Source, Source, new(Stack, Duration.FromMinutes(5)));
            Assert.True(tick.RunAsync(minute, minute + Duration.FromMinutes(1), default).IsCompletedSuccessfully);
        }
    }

    public void Tick(int minutes)
    {
        for (; minutes > 0; minutes--)
        {
            Tick();
        }
    }

    public CallFate Of(Simulation.Time.Invocation caller, CallSite site)
    {
        if (_fates.TryPeek(out var next) && next.Site.Name == site.Name)
        {
            return _fates.Dequeue().Fate;
        }

        return Fate(_about!) ?? AtOnce;
    }

    Task<T> IBetweenCalls.CallAsync<T>(AmazonWebServiceRequest request, Func<Task<T>> call, CancellationToken cancel)
    {
        Requests.Add(request);
        _about = request;
        return call();
    }

    Boot IBoots.Next() => Boot with { Hidden = Hidden };

    public Duration Down() => Duration.FromSeconds(20);

    public void Launched(RunInstancesRequest request, IReadOnlyList<Ec2Instance> servers, bool again) =>
        Launches.Add((request, servers.Count, again));

    public void Ending(Ec2Instance server) => Ended.Add(server.Id);

    void IBalancingWitness.Registered(LoadBalancer loadBalancer, InstanceId server, bool already) => Registered.Add(server);

    void IBalancingWitness.Deregistered(LoadBalancer loadBalancer, InstanceId server, bool listed) => Deregistered.Add(server);

    void IJournal.Record(JournalEntry entry)
    {
        Lines.Add(entry);
        LinesAt.Add(Time.Now);
    }

    public void Measure(Metric metric)
    {
        Metrics.Add(metric);
        Alarms.Measured(Time.Now, metric);
    }

    private void EventsEnded(Simulation.Time.Invocation invocation, Exception? thrown) =>
        _events.Add((Time.Now - invocation.Started, thrown is not null));

    /// <summary>Lambda's own (lambda/latest/dg/monitoring-metrics-types.html), of invocations that ended in this minute.</summary>
    private void MeasureLambda(string function, Instant minute, List<(Duration Lasted, bool Failed)> ended)
    {
        foreach (var (lasted, failed) in ended)
        {
            Alarms.Put("AWS/Lambda", "Errors", function, minute, failed ? 1 : 0);
            Alarms.Put("AWS/Lambda", "Duration", function, minute, lasted.TotalMilliseconds);
        }
    }

    public void Tell(string who, Func<string> what)
    {
    }
}
