using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Contracts;

/// <summary>Answers in words that can be compared.</summary>
internal static class Words
{
    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fffffffff'Z'");

    public static string Of(IEnumerable<KeyValuePair<string, AttributeValue>>? item) => item is null
        ? "nothing"
        : string.Join(' ', item.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Of(pair.Value)}"));

    public static string Of(AttributeValue value) =>
        value.S is { } text ? text
        : value.N is { } number ? $"#{number}"
        : value.BOOL is { } boolean ? $"{boolean}"
        : value.M is { } map ? $"{{{Of(map)}}}"
        : value.L is { } list ? $"[{string.Join(',', list.Select(Of))}]"
        : value.SS is { } texts ? $"<{string.Join(',', texts.Order(StringComparer.Ordinal))}>"
        : value.NS is { } numbers ? $"<#{string.Join(",#", numbers.Order(StringComparer.Ordinal))}>"
        : value.NULL is true ? "null"
        : "?";

    /// <summary>An instant as the ledger writes it: of one length, so that text compares as time does.</summary>
    public static string Time(Instant instant) => Pattern.Format(instant);

    /// <summary>Refused, with a code that the SDK has no type for.</summary>
    public static async Task<AmazonDynamoDBException> RefusedAsync(string code, Func<Task> call) =>
        Checked(code, await Assert.ThrowsAsync<AmazonDynamoDBException>(call));

    /// <summary>Refused, with the SDK's own type of exception.</summary>
    public static async Task<T> RefusedAsync<T>(Func<Task> call)
        where T : AmazonDynamoDBException =>
        Checked(typeof(T).Name, await Assert.ThrowsAsync<T>(call));

    private static T Checked<T>(string code, T refused)
        where T : AmazonDynamoDBException
    {
        Assert.Equal((code, HttpStatusCode.BadRequest), (refused.ErrorCode, refused.StatusCode));
        return refused;
    }
}
