using System.Globalization;
using Amazon.DynamoDBv2.Model;
using NodaTime;

namespace Kickoff.Aws.Ledger;

/// <summary>Writing and reading the attributes of one item; absent stands for null.</summary>
internal static class LedgerItem
{
    /// <summary>The table's TTL attribute. It only sweeps up, days late: an expiry that means something is in a condition.</summary>
    public const string Expires = "expires";

    public static Dictionary<string, AttributeValue> At(LedgerKey key) => new(StringComparer.Ordinal)
    {
        ["PK"] = new AttributeValue { S = key.Partition },
        ["SK"] = new AttributeValue { S = key.Sort },
    };

    public static LedgerKey Key(this Dictionary<string, AttributeValue> item) => new(item.Text("PK"), item.Text("SK"));

    public static Dictionary<string, AttributeValue> With(this Dictionary<string, AttributeValue> item, string name, string? text)
    {
        if (text is not null)
        {
            item[name] = Text(text);
        }

        return item;
    }

    public static Dictionary<string, AttributeValue> With(this Dictionary<string, AttributeValue> item, string name, long number)
    {
        item[name] = Number(number);
        return item;
    }

    public static Dictionary<string, AttributeValue> With(this Dictionary<string, AttributeValue> item, string name, Instant? instant) =>
        item.With(name, instant is { } at ? LedgerTime.Format(at) : null);

    public static Dictionary<string, AttributeValue> With(
        this Dictionary<string, AttributeValue> item, string name, IEnumerable<string> texts)
    {
        item[name] = new AttributeValue { L = [.. texts.Select(Text)] };
        return item;
    }

    public static Dictionary<string, AttributeValue> With(
        this Dictionary<string, AttributeValue> item, string name, IEnumerable<KeyValuePair<string, string>> texts)
    {
        item[name] = new AttributeValue { M = texts.ToDictionary(text => text.Key, text => Text(text.Value), StringComparer.Ordinal) };
        return item;
    }

    public static Dictionary<string, AttributeValue> Until(this Dictionary<string, AttributeValue> item, Instant expires) =>
        item.With(Expires, expires.ToUnixTimeSeconds());

    public static string? TextOrNull(this Dictionary<string, AttributeValue> item, string name) => item.GetValueOrDefault(name)?.S;

    public static string Text(this Dictionary<string, AttributeValue> item, string name) =>
        item.TextOrNull(name) ?? throw Missing(item, name);

    public static long Number(this Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.N is { } number ? long.Parse(number, CultureInfo.InvariantCulture) : throw Missing(item, name);

    public static Instant? InstantOrNull(this Dictionary<string, AttributeValue> item, string name) =>
        item.TextOrNull(name) is { } text ? LedgerTime.Parse(text) : null;

    public static Instant Instant(this Dictionary<string, AttributeValue> item, string name) =>
        item.InstantOrNull(name) ?? throw Missing(item, name);

    public static IEnumerable<string> Texts(this Dictionary<string, AttributeValue> item, string name) =>
        (item.GetValueOrDefault(name)?.L ?? []).Select(value => value.S);

    public static IEnumerable<KeyValuePair<string, string>> Map(this Dictionary<string, AttributeValue> item, string name) =>
        (item.GetValueOrDefault(name)?.M ?? []).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.S));

    public static AttributeValue Text(string text) => new() { S = text };

    public static AttributeValue Number(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Time(Instant instant) => Text(LedgerTime.Format(instant));

    private static InvalidDataException Missing(Dictionary<string, AttributeValue> item, string name) =>
        new($"The ledger's item {item.TextOrNull("PK")} {item.TextOrNull("SK")} has no {name}.");
}
