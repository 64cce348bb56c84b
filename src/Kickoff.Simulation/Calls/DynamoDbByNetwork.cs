using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Simulation.Time;

namespace Kickoff.Simulation.Calls;

/// <summary>DynamoDB as one invocation calls it.</summary>
public sealed class DynamoDbByNetwork(DynamoDbAccount dynamo, Network network, Invocation caller) : IDynamoDbCalls
{
    public Task<BatchGetItemResponse> BatchGetItemAsync(BatchGetItemRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.BatchGetItem.Consistent(request.RequestItems.Values.All(keys => keys.ConsistentRead is true)),
            found => Count(found.Responses.Values.Sum(items => items.Count), request.RequestItems.Values.Sum(keys => keys.Keys.Count)),
            fate => dynamo.BatchGet(request, network.Time.Now, fate.Behind),
            cancel);

    public Task<BatchWriteItemResponse> BatchWriteItemAsync(BatchWriteItemRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.BatchWriteItem,
            _ => Count(request.RequestItems.Values.Sum(writes => writes.Count), null),
            _ => dynamo.BatchWrite(request, network.Time.Now),
            cancel);

    public Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancel) =>
        network.CallAsync(caller, CallSite.DeleteItem, _ => Words(request.Key), _ => dynamo.Delete(request, network.Time.Now), cancel);

    public Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.GetItem.Consistent(request.ConsistentRead),
            found => $"{Words(request.Key)}: {(found.Item is null ? "nothing" : "found")}",
            fate => dynamo.Get(request, network.Time.Now, fate.Behind),
            cancel);

    public Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancel) =>
        network.CallAsync(caller, CallSite.PutItem, _ => Words(request.Item), _ => dynamo.Put(request, network.Time.Now), cancel);

    public Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.Query.Consistent(request.ConsistentRead),
            found => $"{request.IndexName ?? request.TableName} {Words(request.ExpressionAttributeValues)}: "
                + $"{Count(found.Items.Count, null)}",
            fate => dynamo.Query(request, network.Time.Now, fate.Behind),
            cancel);

    public Task<TransactWriteItemsResponse> TransactWriteItemsAsync(TransactWriteItemsRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.TransactWriteItems,
            _ => string.Join("; ", request.TransactItems.Select(Words)),
            _ => dynamo.TransactWrite(request, network.Time.Now),
            cancel);

    public Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.UpdateItem,
            _ => $"{Words(request.Key)} {Words(request.ExpressionAttributeValues)}",
            _ => dynamo.Update(request, network.Time.Now),
            cancel);

    private static string Words(TransactWriteItem write) =>
        write.Put is { } put ? Words(put.Item)
        : write.Delete is { } delete ? $"no more {Words(delete.Key)}"
        : write.Update is { } update ? Words(update.Key)
        : $"under {Words(write.ConditionCheck.Key)}";

    /// <summary>User data is long, and the same each time.</summary>
    private static string Words(Dictionary<string, AttributeValue> attributes) =>
        string.Join(' ', attributes.Where(attribute => attribute.Key is not ("userData" or "expires"))
            .Select(attribute => $"{attribute.Key}={Words(attribute.Value)}"));

    private static string Words(AttributeValue value) =>
        value.S ?? value.N
        ?? (value.L is { } list ? $"[{string.Join(' ', list.Select(Words))}]" : value.M is { } map
            ? $"{{{Words(map)}}}" : value.BOOL?.ToString() ?? "null");

    private static string Count(int found, int? of) =>
        string.Create(CultureInfo.InvariantCulture, $"{found} items{(of is null ? "" : $" of {of}")}");
}
