using Kickoff.Aws;
using Kickoff.Aws.Calls;
using Kickoff.Cloud;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Telemetry;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation;

/// <summary>
/// Kickoff's stack as it is deployed: its tables, and its functions for one invocation, the real ones over the account in memory.
/// </summary>
public sealed class Deployment
{
    public const string LedgerTable = "ledger";

    public const string FixturesTable = "fixtures";

    private readonly AwsAccount _account;
    private readonly Network _network;
    private readonly DesiredMemberships _desired;
    private readonly Func<Invocation, IClock> _clockOf;
    private readonly Func<Invocation, IJournal> _journalOf;
    private readonly StackNames _names;
    private readonly OthersEnded _others = new();
    private int _owners;

    public Deployment(
        AwsAccount account, Network network, string stack, IReadOnlyList<Pool> pools, DesiredMemberships desired,
        Func<Invocation, IClock> clockOf,
        Func<Invocation, IJournal> journalOf)
    {
        (_account, _network, _desired, _clockOf, _journalOf) = (account, network, desired, clockOf, journalOf);
        Pools = pools;
        Settings = new TickSettings(stack, Duration.FromMinutes(5));
        _names = new StackNames(stack, "eu-west-1", LedgerTable, FixturesTable);
        account.DynamoDb.Create(TableDefinition.Ledger(LedgerTable));
        account.DynamoDb.Create(TableDefinition.Fixtures(FixturesTable));
    }

    /// <summary>What stands between the functions and the network; by default nothing.</summary>
    public Func<IAwsCalls, IAwsCalls> Between { get; init; } = aws => aws;

    /// <summary>Of fleet.yml, as it was deployed last.</summary>
    public IReadOnlyList<Pool> Pools { get; set; }

    /// <summary>Of template.yaml, as they are when it acts.</summary>
    public TickSettings Settings { get; set; }

    /// <summary>Of fixtures.yml.</summary>
    public FixtureSettings Fixtures { get; set; } = FixtureSettings.None;

    public IClock ClockOf(Invocation invocation) => _clockOf(invocation);

    public IInstanceEvents OnInstanceRunning(Invocation invocation) => Procedures(invocation).InstanceEvents(_desired, Settings.DryRun);

    public ScaleTick ScaleSchedule(Invocation invocation) => Procedures(invocation).Tick([.. Pools], _desired, Settings, Fixtures);

    /// <summary>The procedures as somebody beside the functions has them: every call is answered at once.</summary>
    public Procedures AtOnce(IJournal journal) => new(
        new AwsAtOnce(_account), _names, _account.Time, TimeProvider.System, journal, () => $"somebody#{++_owners}",
        () => _account.Dice.Uuid(_account.Time.Now));

    /// <summary>Owners are tokens nobody else has, which say in a story whose they are.</summary>
    private Procedures Procedures(Invocation invocation) => new(
        Between(new AwsByNetwork(_account, _network, invocation)), _names, _clockOf(invocation),
        new InvocationTimers(_account.Time, invocation), _journalOf(invocation),
        () => $"{invocation.Name}#{++_owners}", () => _account.Dice.Uuid(_account.Time.Now))
    {
        Others = _others,
    };
}
