using System.Collections.Immutable;
using Kickoff.Aws.Calls;
using Kickoff.Aws.Ec2;
using Kickoff.Aws.Ledger;
using Kickoff.Aws.LoadBalancing;
using Kickoff.Aws.Scaling;
using Kickoff.Core.Classification;
using Kickoff.Core.Enrolment;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Feed;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Aws;

/// <summary>A stack's names. LedgerTable, FixturesTable: empty where the table is not used.</summary>
public sealed record StackNames(string Stack, string Region, string LedgerTable, string FixturesTable);

/// <summary>
/// Core's procedures over AWS, put together in one place for the functions, the command, the drills, the tests and the bench: they differ
/// in the calls they are given, the time, and where tokens come from.
/// </summary>
/// <param name="newOwner">A token of who holds a claim or a lease that nobody else has.</param>
/// <param name="newId">A version 7 UUID.</param>
public sealed class Procedures(
    IAwsCalls aws, StackNames names, IClock clock, TimeProvider time, IJournal journal, Func<string> newOwner, Func<Guid> newId)
{
    /// <summary>With the machine's time and tokens of chance.</summary>
    public static Procedures OfThisMachine(IAwsCalls aws, StackNames names, IJournal journal) =>
        new(aws, names, SystemClock.Instance, TimeProvider.System, journal, () => Guid.NewGuid().ToString("N"), Guid.CreateVersion7);

    /// <summary>What the process remembers from one minute to the next.</summary>
    public OthersEnded Others { get; init; } = new();

    public IServers Servers => field ??= new Ec2Servers(aws.Ec2);

    public ILoadBalancers LoadBalancers => field ??= new LoadBalancers(aws.ClassicLoadBalancers, aws.TargetGroups);

    public IPoolLedger Pools => field ??= new DynamoPoolLedger(Ledger);

    public IDeployedPlans DeployedPlans => field ??= new DynamoDeployedPlans(Ledger);

    public IFixtureSources FixtureSources => field ??= new DynamoFixtureSources(aws.DynamoDb, names.FixturesTable);

    public IFixtures Fixtures => field ??= new DynamoFixtures(aws.DynamoDb, names.FixturesTable, time, journal);

    public ITerminations Terminations => field ??= new DynamoTerminations(Ledger);

    public IMemberships Memberships => field ??= new DynamoMemberships(Ledger);

    public IInventory Inventory => field ??= new DynamoInventory(Ledger);

    public IEnrolments Enrolments => field ??= new DynamoEnrolments(Ledger);

    private LedgerTable Ledger => field ??= new(aws.DynamoDb, names.LedgerTable, time, journal);

    /// <summary>Which server EncApi is asked about.</summary>
    public NodeLookup NodeLookup(Func<Server, bool> remembers, Duration inventoryMaxAge, Duration staleMaxAge) =>
        new(Servers, Inventory, remembers, inventoryMaxAge, staleMaxAge, clock);

    /// <summary>What EncApi does about a signing request.</summary>
    public Enroller Enroller(Func<Server, ServerClassification> classify, EnrolmentRule rule) =>
        new(Servers, Enrolments, Inventory, classify, rule, clock);

    /// <summary>What OnInstanceRunning does with a batch.</summary>
    public IInstanceEvents InstanceEvents(DesiredMemberships desired, DryRun dryRun = DryRun.Off) =>
        dryRun == DryRun.All
            ? new AcknowledgedEvents(journal)
            : new InstanceEvents(Servers, desired, Registrar(desired), Inventory, Ended(desired), clock, journal);

    /// <summary>What ScaleSchedule does every minute.</summary>
    public ScaleTick Tick(
        ImmutableArray<Pool> pools, DesiredMemberships desired, TickSettings settings, FixtureSettings? fixtures = null,
        DeployedPlan? deployed = null)
    {
        ILookAhead watch = new FixtureWatch(Fixtures, pools, settings, journal);
        if (deployed is not null)
        {
            watch = new LookAheads(new DeployedPlanNote(DeployedPlans, deployed, journal), watch);
        }

        var ledger = new DynamoPoolLedger(Ledger, settings.DryRun);
        ITickActor actor = settings.DryRun == DryRun.Off ? Actor(desired) : new PlannedTickActor(ledger, newId);
        var agreeing = Agreeing(fixtures ?? FixtureSettings.None);
        return new(
            pools, Servers, LoadBalancers, ledger, agreeing, watch, desired, actor, clock, time, journal, newOwner, settings);
    }

    /// <summary>What FixtureFeed does every minute.</summary>
    public FeedTick Feed(
        FixtureSettings fixtures, ImmutableArray<Pool> pools, ISecrets secrets, ISourceDownload download, ISourceReader reader,
        FeedSettings settings)
    {
        var intake = new SourceIntake(FixtureSources, new SourceImport(Fixtures, pools, fixtures.Names));
        var poll = new SourcePoll(fixtures, new SourceSecrets(secrets), download, reader, FixtureSources, intake, journal);
        return new(fixtures, FixtureSources, Fixtures, poll, clock, journal, settings);
    }

    /// <summary>The fixtures as plans read them.</summary>
    public AgreeingFixtures Agreeing(FixtureSettings settings) => new(Fixtures, FixtureSources, settings, clock, journal);

    /// <summary>Who moves memberships.</summary>
    public Registrar Registrar(DesiredMemberships desired) => new(Memberships, LoadBalancers, desired, clock, journal, newOwner);

    /// <summary>What ends a tick.</summary>
    public Sweep Sweep(DesiredMemberships desired) =>
        new(desired, Registrar(desired), Memberships, Servers, Inventory, Ended(desired), clock, journal);

    private TickActor Actor(DesiredMemberships desired) => new(
        new Ec2Fleet(aws.Ec2), Pools, Registrar(desired), Sweep(desired), journal, newId, names.Stack, names.Region);

    private EndedServers Ended(DesiredMemberships desired) =>
        new(desired, Memberships, Inventory, Terminations, clock, journal, Others, names.Stack);
}
