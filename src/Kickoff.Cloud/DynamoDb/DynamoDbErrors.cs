using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// What DynamoDB refuses a call with, as the SDK throws it
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
/// </summary>
public static class DynamoDbErrors
{
    private const string RequestId = "CLOUDREQUEST";

    /// <summary>The SDK has no type of its own for it.</summary>
    public static AmazonDynamoDBException Validation(string message) =>
        new(message, null, ErrorType.Sender, "ValidationException", RequestId, HttpStatusCode.BadRequest);

    /// <summary>
    /// An error of this code and status, of the type that the SDK has for it at the calls AWS documents it for; it has none for a
    /// code nobody has heard of.
    /// </summary>
    public static AmazonDynamoDBException Of(string code, HttpStatusCode status)
    {
        var said = $"{code}, said by the model";
        var at = status >= HttpStatusCode.InternalServerError ? ErrorType.Receiver : ErrorType.Sender;
        return code switch
        {
            "ProvisionedThroughputExceededException" => new ProvisionedThroughputExceededException(said, null, at, code, RequestId, status),
            "RequestLimitExceeded" => new RequestLimitExceededException(said, null, at, code, RequestId, status),
            "ThrottlingException" => new ThrottlingException(said, null, at, code, RequestId, status),
            "TransactionInProgressException" => new TransactionInProgressException(said, null, at, code, RequestId, status),
            "TransactionConflictException" => new TransactionConflictException(said, null, at, code, RequestId, status),
            "InternalServerError" => new InternalServerErrorException(said, null, at, code, RequestId, status),
            _ => new AmazonDynamoDBException(said, null, at, code, RequestId, status),
        };
    }

    /// <summary>Of a batch.</summary>
    public static AmazonDynamoDBException TooManyItems(string call) => Validation($"Too many items requested for the {call} call");

    internal static ResourceNotFoundException NoSuchTable() =>
        new("Requested resource not found", null, ErrorType.Sender, "ResourceNotFoundException", RequestId, HttpStatusCode.BadRequest);

    internal static ConditionalCheckFailedException ConditionalCheckFailed(Dictionary<string, AttributeValue>? item) =>
        new("The conditional request failed", null, ErrorType.Sender, "ConditionalCheckFailedException", RequestId,
            HttpStatusCode.BadRequest)
        {
            Item = item,
        };

    internal static TransactionConflictException TransactionConflict() => new(
        "Transaction is ongoing for the item", null, ErrorType.Sender, "TransactionConflictException", RequestId,
            HttpStatusCode.BadRequest);

    internal static TransactionCanceledException TransactionCanceled(List<CancellationReason> reasons)
    {
        var codes = string.Join(", ", reasons.Select(reason => reason.Code));
        return new TransactionCanceledException(
            $"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
            null, ErrorType.Sender, "TransactionCanceledException", RequestId, HttpStatusCode.BadRequest)
        {
            CancellationReasons = reasons,
        };
    }

    internal static IdempotentParameterMismatchException IdempotentParameterMismatch() => new(
        "Parameters of the request do not match those of an earlier request with the same client request token", null, ErrorType.Sender,
        "IdempotentParameterMismatchException", RequestId, HttpStatusCode.BadRequest);
}
