using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using Kickoff.Simulation.Balancing;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Ec2;
using Kickoff.Simulation.Ports;
using Kickoff.Simulation.Tables;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation;

/// <summary>One AWS account and region in memory.</summary>
public sealed class Cloud
{
    public Cloud(VirtualTime time, Dice dice, IBoots boots, ICallFates fates, IWitness witness, IStory story)
    {
        Time = time;
        Dice = dice;
        Story = story;
        Network = new(time, fates, story);
        Ec2 = new(time, dice, boots, witness, story);
        Balancing = new(time, Ec2, witness);
        Memberships = new(witness);
        Pools = new(time, witness);
        Fixtures = new(time);
        Terminations = new(witness);
        Ec2.OnChange += (server, state) =>
        {
            if (state == InstanceState.Terminated)
            {
                // Within a minute ELB notices by itself.
                time.After(dice.Between(Duration.Zero, Duration.FromMinutes(1)), () => Balancing.DropEnded(server.Id));
            }
        };
    }

    public VirtualTime Time { get; }

    public Dice Dice { get; }

    public IStory Story { get; }

    public Network Network { get; }

    public Ec2Account Ec2 { get; }

    public LoadBalancing Balancing { get; }

    public MembershipTable Memberships { get; }

    public PoolTable Pools { get; }

    public InventoryTable Inventory { get; } = new();

    public TerminationTable Terminations { get; }

    public FixtureTable Fixtures { get; }
}

/// <summary>Kickoff's functions as they are deployed, for one invocation: Core's own code over the simulated cloud.</summary>
public sealed class Deployment(
    Cloud cloud, string stack, IReadOnlyList<Pool> pools, DesiredMemberships desired, Func<Invocation, IClock> clockOf, Func<Invocation, IJournal> journalOf)
{
    private const string Region = "eu-west-1";

    private int _owners;

    public IReadOnlyList<Pool> Pools => pools;

    public DesiredMemberships Desired => desired;

    public string Stack => stack;

    public IClock ClockOf(Invocation invocation) => clockOf(invocation);

    public InstanceEvents OnInstanceRunning(Invocation invocation)
    {
        var (clock, journal) = (clockOf(invocation), journalOf(invocation));
        return new InstanceEvents(
            new SimulatedServers(cloud.Ec2, cloud.Network, invocation), desired, Registrar(invocation), Inventory(invocation), Ended(invocation), clock, journal);
    }

    public ScaleTick ScaleSchedule(Invocation invocation)
    {
        var (clock, journal) = (clockOf(invocation), journalOf(invocation));
        var servers = new SimulatedServers(cloud.Ec2, cloud.Network, invocation);
        var ledger = new SimulatedPoolLedger(cloud.Pools, cloud.Network, invocation);
        var registrar = Registrar(invocation);
        var sweep = new Sweep(desired, registrar, Memberships(invocation), servers, Inventory(invocation), Ended(invocation), clock, journal);
        var actor = new TickActor(
            new SimulatedFleet(cloud.Ec2, cloud.Network, invocation), ledger, registrar, sweep, journal, () => cloud.Dice.Uuid(cloud.Time.Now), stack, Region);
        return new ScaleTick(
            [.. pools], servers, LoadBalancers(invocation), ledger, new SimulatedFixtures(cloud.Fixtures, cloud.Network, invocation), desired, actor, clock,
            new InvocationTimers(cloud.Time, invocation), journal, NewOwner(invocation), new TickSettings(stack, Duration.FromMinutes(5)));
    }

    private Registrar Registrar(Invocation invocation) =>
        new(Memberships(invocation), LoadBalancers(invocation), desired, clockOf(invocation), journalOf(invocation), NewOwner(invocation));

    private EndedServers Ended(Invocation invocation) => new(
        desired, Memberships(invocation), Inventory(invocation), new SimulatedTerminations(cloud.Terminations, cloud.Network, invocation),
        clockOf(invocation), journalOf(invocation), stack);

    private SimulatedLoadBalancers LoadBalancers(Invocation invocation) => new(cloud.Balancing, cloud.Network, invocation);

    private SimulatedMemberships Memberships(Invocation invocation) => new(cloud.Memberships, cloud.Network, invocation);

    private SimulatedInventory Inventory(Invocation invocation) => new(cloud.Inventory, cloud.Network, invocation);

    /// <summary>Tokens nobody else has, which say in a story whose they are.</summary>
    private Func<string> NewOwner(Invocation invocation) => () => $"{invocation.Name}#{++_owners}";
}
