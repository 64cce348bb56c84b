using System.Collections.Immutable;
using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Simulation.Drills.Ledger;

/// <summary>
/// What the tables' items say, read and written here a second time and on purpose: a field that the product loses in writing and in
/// reading is seen. An item that is not whole throws FormatException.
/// </summary>
internal static class RawItem
{
    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fffffffff'Z'");

    private static readonly ImmutableDictionary<string, Cause> Causes = ImmutableDictionary<string, Cause>.Empty
        .Add("mapped", Cause.Mapped).Add("undrained", Cause.Undrained).Add("unmapped", Cause.Unmapped)
        .Add("drained", Cause.Drained).Add("stopped", Cause.Stopped).Add("ended", Cause.Ended);

    private static readonly ImmutableDictionary<string, MembershipState> States = ImmutableDictionary<string, MembershipState>.Empty
        .Add("registering", MembershipState.Registering).Add("registered", MembershipState.Registered)
        .Add("deregistering", MembershipState.Deregistering).Add("deregistered", MembershipState.Deregistered);

    public static string Text(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.TextOrNull(name) ?? throw new FormatException($"it has no {name}");

    public static Membership Membership(IReadOnlyDictionary<string, AttributeValue> item) => new()
    {
        Key = new(Instance(item), LoadBalancer.TryParseKey(After("membership#", item.Text("SK")), out var at)
            ? at : throw new FormatException("it is at no load balancer")),
        Boot = item.Instant("boot"),
        Epoch = item.Number("epoch"),
        Wanted = item.Text(
            "wanted") switch
        { "in" => Wanted.In, "out" => Wanted.Out, _ => throw new FormatException("it is wanted neither in nor out") },
        Because = Causes[item.Text("because")],
        State = States[item.Text("state")],
        Owner = item.TextOrNull("owner"),
        LeaseUntil = item.InstantOrNull("leaseUntil"),
        At = item.Instant("at"),
        Revision = item.Number("revision"),
    };

    public static Drain Drain(IReadOnlyDictionary<string, AttributeValue> item) => new(
        InstanceId.Parse(After("drain#", item.Text("SK"))), item.Instant("boot"), item.Instant("since"), item.Instant("deadline"),
        Enum.Parse<DrainCause>(item.Text("cause")))
    {
        ReturningSince = item.InstantOrNull("returningSince"),
    };

    public static LaunchIntent Launch(IReadOnlyDictionary<string, AttributeValue> item) => new()
    {
        Id = Guid.Parse(After("launch#", item.Text("SK"))),
        Pool = Pool(item),
        At = item.Instant("at"),
        State = Enum.Parse<LaunchState>(item.Text("state")),
        Instances = [.. item.Texts("instances").Select(InstanceId.Parse)],
        Served = item.Number("served") == 1,
        Outcome = item.TextOrNull("outcome"),
        Request = new LaunchRequest
        {
            ImageId = item.Text("image"),
            InstanceType = item.Text("type"),
            SubnetId = item.Text("subnet"),
            SecurityGroups = [.. item.Text("state") == "Open" ? item.Texts("groups") : []],
            KeyName = item.TextOrNull("key"),
            InstanceProfile = item.TextOrNull("profile"),
            UserData = item.TextOrNull("userData"),
            Tags = Server.NoTags.AddRange((item.Text("state") == "Open" ? item["tags"].M : []).Select(
                tag => KeyValuePair.Create(tag.Key, tag.Value.S))),
            Count = (int)item.Number("count"),
        },
    };

    public static Hold Hold(IReadOnlyDictionary<string, AttributeValue> item) => new(
        Pool(item), Enum.Parse<HoldKind>(item.Text("kind")), (int)item.Number("servers"), item.Instant("from"), item.Instant("until"),
        item.Text("by"),
        item.Text("reason"));

    public static Termination Termination(IReadOnlyDictionary<string, AttributeValue> item) => new(Instance(item), item.Instant("at"));

    public static Dictionary<string, AttributeValue> Of(Hold hold) => new(StringComparer.Ordinal)
    {
        ["PK"] = Text($"pool#{hold.Pool}"),
        ["SK"] = Text("hold"),
        ["kind"] = Text(hold.Kind.ToString()),
        ["servers"] = Number(hold.Servers),
        ["from"] = Text(Pattern.Format(hold.From)),
        ["until"] = Text(Pattern.Format(hold.Until)),
        ["by"] = Text(hold.By),
        ["reason"] = Text(hold.Reason),
    };

    public static Dictionary<string, AttributeValue> HoldOf(string pool) =>
        new(StringComparer.Ordinal) { ["PK"] = Text($"pool#{pool}"), ["SK"] = Text("hold") };

    public static Dictionary<string, AttributeValue> Of(Fixture fixture)
    {
        var item = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            ["competition"] = Text(fixture.Key.Competition),
            ["id"] = Text(fixture.Key.Id),
            ["day"] = Text(LocalDatePattern.Iso.Format(fixture.Day)),
            ["home"] = Text(fixture.Home),
            ["away"] = Text(fixture.Away),
            ["zone"] = Text(fixture.Zone),
            ["status"] = Text(fixture.Status.ToString()),
            ["knockout"] = Number(fixture.Knockout ? 1 : 0),
            ["source"] = Text(fixture.Source),
            ["importedAt"] = Text(Pattern.Format(fixture.ImportedAt)),
        };
        if (fixture.Round is { } round)
        {
            item["round"] = Text(round);
        }

        if (fixture.Kickoff is { } kickoff)
        {
            item["kickoff"] = Text(Pattern.Format(kickoff));
        }

        return item;
    }

    private static InstanceId Instance(IReadOnlyDictionary<string, AttributeValue> item) =>
        InstanceId.Parse(After("instance#", item.Text("PK")));

    private static string Pool(IReadOnlyDictionary<string, AttributeValue> item) => After("pool#", item.Text("PK"));

    private static string After(string prefix, string text) =>
        text.StartsWith(prefix, StringComparison.Ordinal)
            ? text[prefix.Length..] : throw new FormatException($"'{text}' does not begin with {prefix}");

    private static string? TextOrNull(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.S;

    private static long Number(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        long.Parse(item.GetValueOrDefault(name)?.N ?? throw new FormatException($"it has no {name}"), CultureInfo.InvariantCulture);

    private static Instant Instant(this IReadOnlyDictionary<string, AttributeValue> item, string name) => Parse(item.Text(name));

    private static Instant? InstantOrNull(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.TextOrNull(name) is { } text ? Parse(text) : null;

    private static Instant Parse(string text) =>
        Pattern.Parse(text) is { Success: true } parsed ? parsed.Value : throw new FormatException($"'{text}' is no time");

    private static IEnumerable<string> Texts(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        (item.GetValueOrDefault(name)?.L ?? throw new FormatException($"it has no {name}")).Select(value => value.S);

    private static AttributeValue Text(string text) => new() { S = text };

    private static AttributeValue Number(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };
}
