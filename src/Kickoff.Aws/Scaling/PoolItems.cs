using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Ledger;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Aws.Scaling;

/// <summary>The pool's records as items of the ledger, and back.</summary>
internal static class PoolItems
{
    private static readonly Duration LaunchKept = Duration.FromDays(2);

    private static readonly Duration FailuresKept = Duration.FromDays(1);

    private static readonly Duration DrainKept = Duration.FromDays(2);

    /// <summary>Written again once a day while the server is there.</summary>
    private static readonly Duration ServerKept = Duration.FromDays(3);

    /// <summary>The server's record remembers it as long as the server is there; a stopped one may be started again.</summary>
    private static readonly Duration AdoptionKept = Duration.FromDays(400);

    private static readonly Duration ActivityKept = Duration.FromDays(90);

    /// <summary>The whole request while it may have to be sent again; of a launch that EC2 answered, what it was asked for where.</summary>
    public static Dictionary<string, AttributeValue> Of(LaunchIntent intent)
    {
        var request = intent.Request;
        var item = LedgerItem.At(LedgerKey.Launch(intent.Pool, intent.Id))
            .With("at", intent.At)
            .With("state", intent.State.ToString())
            .With("instances", intent.Instances.Select(id => id.Value))
            .With("served", intent.Served ? 1 : 0)
            .With("outcome", intent.Outcome)
            .With("image", request.ImageId)
            .With("type", request.InstanceType)
            .With("subnet", request.SubnetId)
            .With("count", request.Count)
            .Until(intent.At + LaunchKept);
        if (!intent.Deaths.IsEmpty)
        {
            item = item.With("deaths", intent.Deaths);
        }

        return intent.State != LaunchState.Open ? item : item
            .With("groups", request.SecurityGroups)
            .With("key", request.KeyName)
            .With("profile", request.InstanceProfile)
            .With("userData", request.UserData)
            .With("tags", request.Tags);
    }

    public static LaunchIntent Launch(string pool, Dictionary<string, AttributeValue> item) => new()
    {
        Id = Guid.Parse(item.Key().Sort[LedgerKey.LaunchPrefix.Length..]),
        Pool = pool,
        At = item.Instant("at"),
        State = Enum.Parse<LaunchState>(item.Text("state")),
        Instances = [.. item.Texts("instances").Select(InstanceId.Parse)],
        Served = item.Number("served") == 1,
        Outcome = item.TextOrNull("outcome"),
        Deaths = Core.Servers.Server.NoTags.AddRange(item.Map("deaths")),
        Request = new LaunchRequest
        {
            ImageId = item.Text("image"),
            InstanceType = item.Text("type"),
            SubnetId = item.Text("subnet"),
            SecurityGroups = [.. item.Texts("groups")],
            KeyName = item.TextOrNull("key"),
            InstanceProfile = item.TextOrNull("profile"),
            UserData = item.TextOrNull("userData"),
            Tags = Core.Servers.Server.NoTags.AddRange(item.Map("tags")),
            Count = (int)item.Number("count"),
        },
    };

    public static Dictionary<string, AttributeValue> Of(string pool, LaunchFailures failures) =>
        LedgerItem.At(LedgerKey.Failures(pool, failures.Candidate))
            .With("failures", failures.Count)
            .With("last", failures.Last.ToString())
            .With("at", failures.At)
            .With("outcome", failures.Outcome)
            .Until(failures.At + FailuresKept);

    public static LaunchFailures Failures(Dictionary<string, AttributeValue> item) => new(
        item.Key().Sort[LedgerKey.CandidatePrefix.Length..].Split('#') is [var type, var subnet] ? new(type, subnet) : null,
        (int)item.Number("failures"), Enum.Parse<LaunchFailure>(item.Text("last")), item.Instant("at"), item.Text("outcome"));

    public static Dictionary<string, AttributeValue> Of(string pool, Drain drain) =>
        LedgerItem.At(LedgerKey.Drain(pool, drain.Instance))
            .With("boot", drain.Boot)
            .With("since", drain.Since)
            .With("deadline", drain.Deadline)
            .With("cause", drain.Cause.ToString())
            .With("returningSince", drain.ReturningSince)
            .Until(drain.Deadline + DrainKept);

    public static Drain Drain(Dictionary<string, AttributeValue> item) =>
        new(InstanceId.Parse(item.Key().Sort[LedgerKey.DrainPrefix.Length..]), item.Instant("boot"), item.Instant("since"),
            item.Instant("deadline"), Enum.Parse<DrainCause>(item.Text("cause")))
        {
            ReturningSince = item.InstantOrNull("returningSince"),
        };

    public static Dictionary<string, AttributeValue> Of(string pool, ServerRecord server) =>
        LedgerItem.At(LedgerKey.Server(pool, server.Instance))
            .With("boot", server.Boot)
            .With("servingSince", server.ServingSince)
            .With("unhealthySince", server.UnhealthySince)
            .With("launch", server.Launch)
            .With("image", server.Image)
            .With("market", server.Market)
            .With("writtenAt", server.WrittenAt)
            .Until(server.WrittenAt + ServerKept);

    public static ServerRecord Server(Dictionary<string, AttributeValue> item) => new(
        InstanceId.Parse(item.Key().Sort[LedgerKey.ServerPrefix.Length..]), item.Instant("boot"), item.InstantOrNull("servingSince"),
        item.InstantOrNull("unhealthySince"), item.Instant("writtenAt"))
    {
        Launch = item.TextOrNull("launch"),
        Image = item.TextOrNull("image"),
        Market = item.TextOrNull("market"),
    };

    public static Dictionary<string, AttributeValue> Of(string pool, Adoption adoption) =>
        LedgerItem.At(LedgerKey.Adoption(pool, adoption.Instance))
            .With("at", adoption.At)
            .With("by", adoption.By)
            .Until(adoption.At + AdoptionKept);

    public static Adoption Adoption(Dictionary<string, AttributeValue> item) => new(
        InstanceId.Parse(item.Key().Sort[LedgerKey.AdoptionPrefix.Length..]), item.Instant("at"), item.Text("by"));

    public static Dictionary<string, AttributeValue> Of(Retirement retirement) =>
        LedgerItem.At(LedgerKey.Retirement(retirement.Pool))
            .With("drainSeconds", (long)retirement.Drain.TotalSeconds)
            .With("protectTag", retirement.ProtectTag)
            .With("at", retirement.At)
            .With("until", retirement.Until)
            .With("by", retirement.By)
            .Until(retirement.Until + Duration.FromDays(1));

    public static Retirement Retirement(string pool, Dictionary<string, AttributeValue> item) => new(
        pool, Duration.FromSeconds(item.Number("drainSeconds")), item.Text("protectTag"), item.Instant("at"), item.Instant("until"),
        item.Text("by"));

    public static Dictionary<string, AttributeValue> Of(Activity activity) =>
        LedgerItem.At(LedgerKey.Activity(activity.Pool, activity.Id))
            .With("at", activity.At)
            .With("what", activity.What)
            .With("reason", activity.Reason)
            .Until(activity.At + ActivityKept);

    public static Activity Activity(string pool, Dictionary<string, AttributeValue> item) =>
        new(Guid.Parse(item.Key().Sort[LedgerKey.ActivityPrefix.Length..]), pool, item.Instant("at"), item.Text("what"), item.Text(
            "reason"));

    public static Dictionary<string, AttributeValue> Of(Hold hold) =>
        LedgerItem.At(LedgerKey.Hold(hold.Pool))
            .With("kind", hold.Kind.ToString())
            .With("servers", hold.Servers)
            .With("from", hold.From)
            .With("until", hold.Until)
            .With("by", hold.By)
            .With("reason", hold.Reason)
            .Until(hold.Until + Duration.FromDays(1));

    public static Hold Hold(string pool, Dictionary<string, AttributeValue> item) => new(
        pool, Enum.Parse<HoldKind>(item.Text("kind")), int.Parse(item["servers"].N, CultureInfo.InvariantCulture), item.Instant("from"),
        item.Instant("until"),
        item.Text("by"), item.Text("reason"));
}
