using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Aws.Ledger;
using Kickoff.Core.Fixtures.Sources;

namespace Kickoff.Aws.Scaling;

/// <summary>
/// What is remembered of sources, in the fixtures table: PK <c>source#NAME</c>, SK <c>state</c>. It has no day, so that the index by day,
/// by which fixtures are found, does not have it.
/// </summary>
public sealed class DynamoFixtureSources(IDynamoDbCalls dynamo, string table) : IFixtureSources
{
    public async Task<SourceState> ReadAsync(string name, CancellationToken cancel)
    {
        var request = new GetItemRequest { TableName = table, Key = At(name), ConsistentRead = true };
        var response = await AwsCall.OfDynamoDbAsync(() => dynamo.GetItemAsync(request, cancel), cancel);
        return response.Item is { Count: > 0 } item ? Read(name, item) : new SourceState(name);
    }

    public async Task<bool> PutAsync(SourceState state, CancellationToken cancel)
    {
        var request = new PutItemRequest
        {
            TableName = table,
            Item = Of(state with { Version = state.Version + 1 }),
            ConditionExpression = state.Version == 0 ? "attribute_not_exists(id)" : "version = :version",
            ExpressionAttributeValues = state.Version == 0 ? null : new() { [":version"] = LedgerItem.Number(state.Version) },
        };
        try
        {
            await AwsCall.OfDynamoDbAsync(() => dynamo.PutItemAsync(request, cancel), cancel);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static Dictionary<string, AttributeValue> At(string name) => new(StringComparer.Ordinal)
    {
        ["competition"] = LedgerItem.Text($"source#{name}"),
        ["id"] = LedgerItem.Text("state"),
    };

    private static Dictionary<string, AttributeValue> Of(SourceState state)
    {
        var item = At(state.Name).With("version", state.Version).With("competitions", state.Competitions)
            .With("asked", state.Asked).With("answered", state.Answered).With("next", state.Next)
            .With("notBefore", state.NotBefore).With("read", state.Read).With("readWith", state.ReadWith)
            .With("etag", state.ETag).With("lastModified", state.LastModified).With("digest", state.Digest)
            .With("rows", state.Rows).With("failures", state.Failures).With("trouble", state.Trouble).With("accepted", state.Accepted);
        return state.Waiting is { } waiting
            ? item.With("waitingSince", waiting.Since).With("waitingPrint", waiting.Print).With("objections", waiting.Objections)
            : item;
    }

    private static SourceState Read(string name, Dictionary<string, AttributeValue> item) => new(name)
    {
        Version = item.Number("version"),
        Competitions = [.. item.Texts("competitions")],
        Asked = item.InstantOrNull("asked"),
        Answered = item.InstantOrNull("answered"),
        Next = item.InstantOrNull("next"),
        NotBefore = item.InstantOrNull("notBefore"),
        Read = item.InstantOrNull("read"),
        ReadWith = item.TextOrNull("readWith"),
        ETag = item.TextOrNull("etag"),
        LastModified = item.TextOrNull("lastModified"),
        Digest = item.TextOrNull("digest"),
        Rows = (int)item.Number("rows"),
        Failures = (int)item.Number("failures"),
        Trouble = item.TextOrNull("trouble"),
        Accepted = item.TextOrNull("accepted"),
        Waiting = item.InstantOrNull("waitingSince") is { } since
            ? new WaitingImport(since, item.Text("waitingPrint"), [.. item.Texts("objections")])
            : null,
    };
}
