using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Kickoff.Aws.Calls;

namespace Kickoff.Contracts;

/// <summary>
/// Stands between a caller and DynamoDB: sees each request, may change it, may throw instead of passing it on, and hears what is refused.
/// </summary>
public sealed class BetweenCalls(
    IDynamoDbCalls calls, Action<AmazonWebServiceRequest> before, Action<AmazonServiceException>? heard = null) : IDynamoDbCalls
{
    public Task<BatchGetItemResponse> BatchGetItemAsync(BatchGetItemRequest request, CancellationToken cancel) =>
        PassAsync(request, () => calls.BatchGetItemAsync(request, cancel));

    public Task<BatchWriteItemResponse> BatchWriteItemAsync(BatchWriteItemRequest request, CancellationToken cancel) =>
        PassAsync(request, () => calls.BatchWriteItemAsync(request, cancel));

    public Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancel) =>
        PassAsync(request, () => calls.DeleteItemAsync(request, cancel));

    public Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancel) =>
        PassAsync(request, () => calls.GetItemAsync(request, cancel));

    public Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancel) =>
        PassAsync(request, () => calls.PutItemAsync(request, cancel));

    public Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancel) =>
        PassAsync(request, () => calls.QueryAsync(request, cancel));

    public Task<TransactWriteItemsResponse> TransactWriteItemsAsync(TransactWriteItemsRequest request, CancellationToken cancel) =>
        PassAsync(request, () => calls.TransactWriteItemsAsync(request, cancel));

    public Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancel) =>
        PassAsync(request, () => calls.UpdateItemAsync(request, cancel));

    private async Task<T> PassAsync<T>(AmazonWebServiceRequest request, Func<Task<T>> pass)
    {
        try
        {
            before(request);
            return await pass();
        }
        catch (AmazonServiceException refused)
        {
            heard?.Invoke(refused);
            throw;
        }
    }
}
