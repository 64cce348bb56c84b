using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Kickoff.Aws.Calls;

/// <summary>DynamoDB by the SDK's client.</summary>
public sealed class DynamoDbCalls(IAmazonDynamoDB client) : IDynamoDbCalls
{
    public Task<BatchGetItemResponse> BatchGetItemAsync(BatchGetItemRequest request, CancellationToken cancel) =>
        client.BatchGetItemAsync(request, cancel);

    public Task<BatchWriteItemResponse> BatchWriteItemAsync(BatchWriteItemRequest request, CancellationToken cancel) =>
        client.BatchWriteItemAsync(request, cancel);

    public Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancel) =>
        client.DeleteItemAsync(request, cancel);

    public Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancel) =>
        client.GetItemAsync(request, cancel);

    public Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancel) =>
        client.PutItemAsync(request, cancel);

    public Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancel) =>
        client.QueryAsync(request, cancel);

    public Task<TransactWriteItemsResponse> TransactWriteItemsAsync(TransactWriteItemsRequest request, CancellationToken cancel) =>
        client.TransactWriteItemsAsync(request, cancel);

    public Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancel) =>
        client.UpdateItemAsync(request, cancel);
}
