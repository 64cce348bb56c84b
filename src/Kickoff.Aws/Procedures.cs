using System.Collections.Immutable;
using Kickoff.Aws.Calls;
using Kickoff.Aws.Ec2;
using Kickoff.Aws.Ledger;
using Kickoff.Aws.LoadBalancing;
using Kickoff.Aws.Scaling;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Aws;

/// <summary>A stack's names. FixturesTable: empty where no fixtures are read.</summary>
public sealed record StackNames(string Stack, string Region, string LedgerTable, string FixturesTable);

/// <summary>
/// Core's procedures over AWS, put together in one place for the functions, the command, the drills and the tests: they differ in the calls
/// they are given, the time, and where tokens come from.
/// </summary>
/// <param name="newOwner">A token of who holds a claim or a lease that nobody else has.</param>
/// <param name="newId">A version 7 UUID.</param>
public sealed class Procedures(
    IAwsCalls aws, StackNames names, IClock clock, TimeProvider time, IJournal journal, Func<string> newOwner, Func<Guid> newId)
{
    /// <summary>With the machine's time and tokens of chance.</summary>
    public static Procedures OfThisMachine(IAwsCalls aws, StackNames names, IJournal journal) =>
        new(aws, names, SystemClock.Instance, TimeProvider.System, journal, () => Guid.NewGuid().ToString("N"), Guid.CreateVersion7);

    public LedgerTable Ledger => field ??= new(aws.DynamoDb, names.LedgerTable, time, journal);

    public IServers Servers => field ??= new Ec2Servers(aws.Ec2);

    public ILoadBalancers LoadBalancers => field ??= new LoadBalancers(aws.ClassicLoadBalancers, aws.TargetGroups);

    public IPoolLedger Pools => field ??= new DynamoPoolLedger(Ledger);

    public IFixtures Fixtures => field ??= new DynamoFixtures(aws.DynamoDb, names.FixturesTable, time, journal);

    public ITerminations Terminations => field ??= new DynamoTerminations(Ledger);

    private IMemberships Memberships => field ??= new DynamoMemberships(Ledger);

    private IInventory Inventory => field ??= new DynamoInventory(Ledger);

    /// <summary>What OnInstanceRunning does with a batch.</summary>
    public InstanceEvents InstanceEvents(DesiredMemberships desired) =>
        new(Servers, desired, Registrar(desired), Inventory, Ended(desired), clock, journal);

    /// <summary>What ScaleSchedule does every minute.</summary>
    public ScaleTick Tick(ImmutableArray<Pool> pools, DesiredMemberships desired, Duration maxTickAge, bool dryRun) => new(
        pools, Servers, LoadBalancers, Pools, Fixtures, desired, dryRun ? new PlannedTickActor(Pools, newId) : Actor(desired), clock, time, journal, newOwner,
        new TickSettings(names.Stack, maxTickAge));

    private TickActor Actor(DesiredMemberships desired)
    {
        var registrar = Registrar(desired);
        var sweep = new Sweep(desired, registrar, Memberships, Servers, Inventory, Ended(desired), clock, journal);
        return new TickActor(new Ec2Fleet(aws.Ec2), Pools, registrar, sweep, journal, newId, names.Stack, names.Region);
    }

    private Registrar Registrar(DesiredMemberships desired) => new(Memberships, LoadBalancers, desired, clock, journal, newOwner);

    private EndedServers Ended(DesiredMemberships desired) => new(desired, Memberships, Inventory, Terminations, clock, journal, names.Stack);
}
