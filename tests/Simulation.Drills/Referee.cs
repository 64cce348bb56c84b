using Kickoff.Cloud;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Cloud.Time;
using Kickoff.Core;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Drills.Ledger;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

/// <summary>
/// Knows how everything really is, sees everything that takes effect, and says when a promise is broken. What must never happen is judged
/// as it happens; what must come right in time, every minute and when the drill ends.
/// </summary>
public sealed partial class Referee(VirtualTime time, Scene scene, Faults faults, Duration drift, IStory story)
    : IEc2Witness, IBalancingWitness, IItemWitness
{
    /// <summary>A call that is longer on its way is not of its caller's time any more.</summary>
    private static readonly Duration InFlight = Duration.FromSeconds(15);

    private readonly Dictionary<int, Instant> _ticks = [];
    private readonly Dictionary<InstanceId, Instant> _bootedByHand = [];
    private readonly Dictionary<InstanceId, Instant> _protected = [];
    private readonly HashSet<(InstanceId Server, string At)> _registeredByHand = [];
    private LedgerMirror? _ledger;
    private AwsAccount? _account;
    private Network? _network;
    private ImportedFixtures? _fixtures;
    private Kickoff.Core.Registration.DesiredMemberships? _desired;

    /// <summary>The first broken promise; the rest would only follow from it.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>The ledger as its items say.</summary>
    public LedgerMirror Ledger => _ledger ??= new(this);

    public ImportedFixtures Fixtures => _fixtures!;

    private AwsAccount Account => _account ?? throw new InvalidOperationException("The referee has no field yet.");

    private Network Network => _network!;

    private Kickoff.Core.Registration.DesiredMemberships Desired => _desired!;

    private Instant Now => time.Now;

    /// <summary>What the functions' clocks say, give or take a second.</summary>
    private Instant Clocks => time.Now + drift;

    public void Watch(AwsAccount account, Network network, Kickoff.Core.Registration.DesiredMemberships desired, ImportedFixtures fixtures)
    {
        (_account, _network, _desired, _fixtures) = (account, network, desired, fixtures);
        account.DynamoDb.OnChange += change =>
        {
            if (change.Table == Deployment.LedgerTable)
            {
                Ledger.Changed(change);
            }
        };
    }

    public void Ticks(Invocation invocation, Instant tick) => _ticks[invocation.Number] = tick;

    /// <summary>A function may fail because a service did not answer or its time was up, and for no other reason.</summary>
    public void Ended(Invocation invocation, Exception? thrown)
    {
        if (thrown is not (null or UnavailableException or OperationCanceledException))
        {
            Break("no function crashes", invocation.Name, thrown.ToString());
        }
        else if (thrown is not null && faults.Injected.Count == 0)
        {
            Break("nothing fails when nothing went wrong", invocation.Name, thrown.Message);
        }
    }

    public void NotWhole(string key, string why) => Break("every item of the ledger is whole", key, why);

    public void BootedByHand(Ec2Instance server) => _bootedByHand[server.Id] = Now;

    public void RegisteredByHand(InstanceId server, Kickoff.Core.Registration.LoadBalancer at) => _registeredByHand.Add((server, at.Key));

    public void Deleted(Kickoff.Core.Registration.LoadBalancer which) => _registeredByHand.RemoveWhere(one => one.At == which.Key);

    public void Protected(Ec2Instance server) => _protected.TryAdd(server.Id, Now);

    private void Break(string promise, string subject, string what)
    {
        if (Violation is null)
        {
            Violation = new(promise, Now, subject, what);
            story.Tell("referee", () => $"BROKEN: {promise}: {subject}: {what}");
        }
    }

    /// <summary>What an invocation saw of EC2 may be this old.</summary>
    private static Instant Saw(Invocation by) => by.Started - Weather.MostBehind;

    private Instant TickOf(Invocation by) => _ticks.GetValueOrDefault(by.Number, by.Started);

    private Pool? PoolOf(Server server) =>
        server.Tag(KickoffTags.Stack) == Scene.Stack ? scene.Pools.FirstOrDefault(pool => pool.Name == server.Tag(KickoffTags.Pool)) : null;

    private IEnumerable<Ec2Instance> Active(Pool pool) =>
        Account.Ec2.Instances.Where(
            server => server.Now.State is InstanceState.Pending or InstanceState.Running && PoolOf(server.Now) == pool
            && !IsDrained(server) && !IsKeptBroken(server, pool));

    /// <summary>Protected, and never came up in time: somebody looks at it, and it is no capacity.</summary>
    private bool IsKeptBroken(Ec2Instance server, Pool pool) =>
        server.Now.Tags.ContainsKey(pool.ProtectTag) && server.Now.LaunchTime + pool.Capacity.BootDeadline <= Now + Duration.FromMinutes(1)
        && !Account.Balancing.InService(server, Desired.NamedFor(server.Now));

    /// <summary>A drain of this boot is in force.</summary>
    private bool IsDrained(Ec2Instance server) =>
        PoolOf(server.Now) is { } pool && Ledger.Drain(pool.Name, server.Id) is { ReturningSince: null } drain
            && drain.Boot == server.Now.LaunchTime;
}
