using Amazon.DynamoDBv2.Model;

namespace Kickoff.Aws.Calls;

/// <summary>
/// The calls we make to DynamoDB (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/). They throw what the SDK throws after
/// its retries.
/// </summary>
public interface IDynamoDbCalls
{
    Task<BatchGetItemResponse> BatchGetItemAsync(BatchGetItemRequest request, CancellationToken cancel);

    Task<BatchWriteItemResponse> BatchWriteItemAsync(BatchWriteItemRequest request, CancellationToken cancel);

    Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancel);

    Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancel);

    Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancel);

    Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancel);

    Task<TransactWriteItemsResponse> TransactWriteItemsAsync(TransactWriteItemsRequest request, CancellationToken cancel);

    Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancel);
}
