using System.Collections.Immutable;
using System.CommandLine;
using Amazon.Runtime;
using Kickoff.Aws;
using Kickoff.Core.Enrolment;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Cli;

/// <summary>The options every command has, and what they open.</summary>
internal sealed class Globals
{
    public Option<bool> Json { get; } = new("--json") { Description = "Answer in JSON, for scripts", Recursive = true };

    public Option<string?> Config { get; } =
        new("--config") { Description = "Folder of node_groups.yml and fleet.yml (default: config)", Recursive = true };

    public Option<string?> Region { get; } =
        new("--region") { Description = "AWS region (default: AWS_REGION, or the profile's)", Recursive = true };

    public Option<string?> Profile { get; } = new("--profile") { Description = "AWS profile (default: AWS_PROFILE)", Recursive = true };

    public Option<string?> Stack { get; } =
        new("--stack") { Description = "Name of the CloudFormation stack (default: KICKOFF_STACK, else kickoff)", Recursive = true };

    public Option<string?> LedgerTable { get; } =
        new("--ledger-table") { Description = "The stack's output LedgerTable (default: KICKOFF_LEDGER_TABLE)", Recursive = true };

    public Option<string?> FixturesTable { get; } =
        new("--fixtures-table") { Description = "The stack's output FixturesTable (default: KICKOFF_FIXTURES_TABLE)", Recursive = true };

    /// <summary>For one page of a large table: nothing waits for an operator's command but the operator.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static IClock Clock => SystemClock.Instance;

    public void AddTo(RootCommand root)
    {
        foreach (var option in new Option[] { Json, Config, Region, Profile, Stack, LedgerTable, FixturesTable })
        {
            root.Options.Add(option);
        }
    }

    public Output Output(ParseResult parse) => new(parse.GetValue(Json));

    public ConfigurationFolder Folder(ParseResult parse) => new(parse.GetValue(Config) ?? "config");

    public string StackName(ParseResult parse) => parse.GetValue(Stack) ?? Settings.Stack ?? "kickoff";

    public Pool Pool(ParseResult parse, string name)
    {
        var pools = Folder(parse).Pools();
        return pools.FirstOrDefault(pool => pool.Name == name)
            ?? throw new CommandException(
                ExitCodes.Faulty,
                $"fleet.yml has no pool '{name}'{Core.Configuration.Nearest.Hint(name, pools.Select(pool => pool.Name))}; "
                + $"it has: {string.Join(", ", pools.Select(pool => pool.Name))}");
    }

    public IPoolLedger Pools(ParseResult parse) => OverLedger(parse).Pools;

    public IEnrolments Enrolments(ParseResult parse) => OverLedger(parse).Enrolments;

    public IFixtures Fixtures(ParseResult parse) => OverFixtures(parse).Fixtures;

    public IDeployedPlans DeployedPlans(ParseResult parse) => OverLedger(parse).DeployedPlans;

    /// <summary>The same under another fixtures.yml.</summary>
    public AgreeingFixtures AgreeingFixtures(ParseResult parse, FixtureSettings settings) => OverFixtures(parse).Agreeing(settings);

    /// <summary>As plans read them: of what several sources say of one match, one demand.</summary>
    public AgreeingFixtures AgreeingFixtures(ParseResult parse) => AgreeingFixtures(parse, Folder(parse).Fixtures());

    public IFixtureSources FixtureSources(ParseResult parse) => OverFixtures(parse).FixtureSources;

    /// <summary>Who only brings fixtures in needs no fleet.yml; whose it is, an import is judged by.</summary>
    public ImmutableArray<Pool> PoolsIfThere(ParseResult parse)
    {
        var folder = Folder(parse);
        return File.Exists(Path.Combine(folder.Location, "fleet.yml")) ? folder.Pools() : [];
    }

    public IServers Servers(ParseResult parse) => Procedures(parse).Servers;

    public ILoadBalancers LoadBalancers(ParseResult parse) => Procedures(parse).LoadBalancers;

    private Procedures OverLedger(ParseResult parse) => Procedures(parse, ledgerTable: () => Named(
        parse.GetValue(LedgerTable) ?? Settings.LedgerTable, "ledger", "--ledger-table", "KICKOFF_LEDGER_TABLE", "LedgerTable"));

    private Procedures OverFixtures(ParseResult parse) => Procedures(parse, fixturesTable: () => Named(
        parse.GetValue(FixturesTable) ?? Settings.FixturesTable, "fixtures", "--fixtures-table", "KICKOFF_FIXTURES_TABLE",
        "FixturesTable"));

    private static string Named(string? table, string which, string option, string variable, string output) =>
        table ?? throw new CommandException(
        ExitCodes.Faulty, $"Which {which} table? Pass {option} or set {variable} to the stack's output {output}.");

    /// <summary>Which AWS is asked for first, then which table of it.</summary>
    private Procedures Procedures(ParseResult parse, Func<string>? ledgerTable = null, Func<string>? fixturesTable = null)
    {
        ChooseAws(parse);
        var names = new StackNames(
            StackName(parse), FallbackRegionFactory.GetRegionEndpoint().SystemName,
            ledgerTable?.Invoke() ?? "", fixturesTable?.Invoke() ?? "");
        return Aws.Procedures.OfThisMachine(new SdkCalls(Patience), names, new StandardErrorJournal());
    }

    /// <summary>The SDK finds credentials, region and endpoint in the environment, where the options put them.</summary>
    private void ChooseAws(ParseResult parse)
    {
        if (parse.GetValue(Profile) is { } profile)
        {
            Environment.SetEnvironmentVariable("AWS_PROFILE", profile);
        }

        if ((parse.GetValue(Region) ?? Settings.Region) is { } region)
        {
            Environment.SetEnvironmentVariable("AWS_REGION", region);
        }

        if (FallbackRegionFactory.GetRegionEndpoint() is null)
        {
            throw new CommandException(ExitCodes.Faulty, "Which AWS region? Pass --region or set AWS_REGION.");
        }
    }
}
