using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Calls;
using NodaTime;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>The model's DynamoDB with nothing between it and its caller: every call takes effect and is answered when it is made.</summary>
/// <param name="account">Whose tables.</param>
/// <param name="clock">When a call takes effect.</param>
public sealed class DynamoDbAtOnce(DynamoDbAccount account, IClock clock) : IDynamoDbCalls
{
    /// <summary>How old the copies are from which a read is answered that does not ask for a consistent one.</summary>
    public Duration Behind { get; set; }

    public Task<BatchGetItemResponse> BatchGetItemAsync(BatchGetItemRequest request, CancellationToken cancel) =>
        AnswerAsync(now => account.BatchGet(request, now, Behind), cancel);

    public Task<BatchWriteItemResponse> BatchWriteItemAsync(BatchWriteItemRequest request, CancellationToken cancel) =>
        AnswerAsync(now => account.BatchWrite(request, now), cancel);

    public Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancel) =>
        AnswerAsync(now => account.Delete(request, now), cancel);

    public Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancel) =>
        AnswerAsync(now => account.Get(request, now, Behind), cancel);

    public Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancel) =>
        AnswerAsync(now => account.Put(request, now), cancel);

    public Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancel) =>
        AnswerAsync(now => account.Query(request, now, Behind), cancel);

    public Task<TransactWriteItemsResponse> TransactWriteItemsAsync(TransactWriteItemsRequest request, CancellationToken cancel) =>
        AnswerAsync(now => account.TransactWrite(request, now), cancel);

    public Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancel) =>
        AnswerAsync(now => account.Update(request, now), cancel);

    private Task<T> AnswerAsync<T>(Func<Instant, T> effect, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancel);
        }

        try
        {
            return Task.FromResult(effect(clock.GetCurrentInstant()));
        }
#pragma warning disable CA1031 // What a call throws, its task throws.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return Task.FromException<T>(thrown);
        }
    }
}
