using System.Collections.Immutable;

namespace Kickoff.Core.Telemetry;

/// <summary>Every metric that Kickoff measures, once: what is measured, alarmed on and drawn is checked against this list.</summary>
public static class Metrics
{
    public static readonly MetricDefinition Planned = Pool("Planned", "servers the plan asks for, every minute");

    public static readonly MetricDefinition InService = Pool("InService", "servers at every load balancer their groups name, every minute");

    public static readonly MetricDefinition Launched = Pool("Launched", "servers launched");

    public static readonly MetricDefinition Ended = Pool("Ended", "servers ended");

    public static readonly MetricDefinition SecondsToInService =
        new("SecondsToInService", MetricUnit.Seconds, MetricBy.Pool, false, "from a launch to its first server in service");

    public static readonly MetricDefinition ShortBeforeKickoff =
        Trouble("ShortBeforeKickoff", "servers due by now and surely not in service; the stack's zeros too");

    public static readonly MetricDefinition InServiceUnknown =
        Trouble("InServiceUnknown", "servers due by now of which nobody says whether they are");

    public static readonly MetricDefinition NotLaunched =
        Trouble("NotLaunched", "servers that were to be launched in this minute and were not");

    public static readonly MetricDefinition LaunchRefused = Trouble("LaunchRefused", "1: EC2 refused a type in a subnet");

    public static readonly MetricDefinition LaunchUnanswered =
        Trouble("LaunchUnanswered", "servers that launches without an answer may have brought; 1 when it begins");

    public static readonly MetricDefinition NoCapacity = Trouble("NoCapacity", "1: servers are missing and a type has no capacity");

    public static readonly MetricDefinition NoImage = Trouble("NoImage", "1: no image to launch from");

    public static readonly MetricDefinition LaunchesDying = Trouble("LaunchesDying", "1: launches die before service, and the pool waits");

    public static readonly MetricDefinition ServersDied =
        Trouble("ServersDied", "launched servers that EC2 ended before they were in service");

    public static readonly MetricDefinition ServersNotComingUp = Trouble("ServersNotComingUp", "1: servers are past their boot deadline");

    public static readonly MetricDefinition ServersUnhealthy = Trouble("ServersUnhealthy", "1: servers that have served are replaced");

    public static readonly MetricDefinition PartlyInService =
        Trouble("PartlyInService", "1: servers are in service at some of their load balancers and not at others");

    public static readonly MetricDefinition FleetUnhealthy =
        Trouble("FleetUnhealthy", "1: so many are in bad health that none is replaced");

    public static readonly MetricDefinition EndRefused = Trouble("EndRefused", "servers that EC2 does not let Kickoff end");

    public static readonly MetricDefinition PoolStopped = Trouble("PoolStopped", "1: the pool's part of a tick was stopped");

    public static readonly MetricDefinition UnknownPool = Trouble("UnknownPool", "servers of a pool that fleet.yml does not have");

    public static readonly MetricDefinition CopiedTags =
        Trouble("CopiedTags", "servers with a pool's tags that Kickoff did not launch");

    public static readonly MetricDefinition Registered = LoadBalancer("Registered", "servers put behind it");

    public static readonly MetricDefinition Deregistered = LoadBalancer("Deregistered", "servers taken out");

    public static readonly MetricDefinition Repaired = LoadBalancer("Repaired", "memberships put right by the sweep");

    public static readonly MetricDefinition Held = LoadBalancer("Held", "wishes that another invocation was at");

    public static readonly MetricDefinition SecondsToRegistered =
        new("SecondsToRegistered", MetricUnit.Seconds, MetricBy.LoadBalancer, true, "from a server's launch to its registration");

    public static readonly MetricDefinition RegistrationFailed =
        new("RegistrationFailed", MetricUnit.Count, MetricBy.LoadBalancer, true, "wishes that were refused or not answered");

    public static readonly MetricDefinition LoadBalancerUnknown =
        new("LoadBalancerUnknown", MetricUnit.Count, MetricBy.LoadBalancer, true, "1: its members are not known");

    public static readonly MetricDefinition Strangers = Stack("Strangers", "servers with this stack's tag and no pool's");

    public static readonly MetricDefinition UnreadableItems = Stack("UnreadableItems", "items of a table that this version cannot read");

    public static readonly MetricDefinition NoFixtures = Stack("NoFixtures", "1: no fixture in the coming days, once an hour");

    public static readonly MetricDefinition FixturesStale = new(
        "FixturesStale", MetricUnit.Seconds, MetricBy.Source, true,
        "since a source last answered, while a match of it is near and it has not for three times its `every`");

    public static readonly MetricDefinition FixturesWaiting = new(
        "FixturesWaiting", MetricUnit.Count, MetricBy.Source, true,
        "things that a source's answer would take away, while it waits to be accepted");

    public static readonly MetricDefinition KickoffUnknown =
        Stack("KickoffUnknown", "fixtures within 72 hours whose time is not known, once an hour");

    public static readonly MetricDefinition RuleLost =
        Stack("RuleLost", "fixtures of the next seven days of which a rule spoke and none does now, once an hour");

    public static readonly MetricDefinition FixtureMissing =
        Stack("FixtureMissing", "fixtures that their source took away within 24 hours of kickoff, and that stay; once an hour");

    public static readonly MetricDefinition DryRun = Stack("DryRun", "1 for a tick of a dry run, else 0, every minute");

    public static readonly MetricDefinition NoAlarmTopic =
        Stack("NoAlarmTopic", "1: a tick that acts, and no topic would be told of trouble");

    public static readonly MetricDefinition Classified =
        new("Classified", MetricUnit.Count, MetricBy.Outcome, false, "questions of what a server is, by what came of them");

    public static ImmutableArray<MetricDefinition> All { get; } =
    [
        Planned, InService, Launched, Ended, SecondsToInService, ShortBeforeKickoff, InServiceUnknown, NotLaunched, LaunchRefused,
        LaunchUnanswered, NoCapacity, NoImage, LaunchesDying, ServersDied, ServersNotComingUp, ServersUnhealthy, FleetUnhealthy,
        PartlyInService, EndRefused, PoolStopped, UnknownPool, CopiedTags, Registered, Deregistered, Repaired, Held, SecondsToRegistered,
        RegistrationFailed, LoadBalancerUnknown,
        Strangers, UnreadableItems, NoFixtures, FixturesStale, FixturesWaiting, KickoffUnknown, RuleLost, FixtureMissing, DryRun,
        NoAlarmTopic, Classified,
    ];

    private static MetricDefinition Pool(string name, string meaning) => new(name, MetricUnit.Count, MetricBy.Pool, false, meaning);

    /// <summary>Of a pool, and watched for the whole stack.</summary>
    private static MetricDefinition Trouble(string name, string meaning) => new(name, MetricUnit.Count, MetricBy.Pool, true, meaning);

    private static MetricDefinition LoadBalancer(string name, string meaning) =>
        new(name, MetricUnit.Count, MetricBy.LoadBalancer, false, meaning);

    private static MetricDefinition Stack(string name, string meaning) => new(name, MetricUnit.Count, MetricBy.Nothing, true, meaning);
}
