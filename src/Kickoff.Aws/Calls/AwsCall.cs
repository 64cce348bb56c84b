using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Kickoff.Core;

namespace Kickoff.Aws.Calls;

/// <summary>
/// One call to AWS. Its errors are of three kinds: unavailable (no answer, or none that is about what was asked), refused (any other, with
/// its code and message, tomorrow's codes included), and those that the adapter understands as an answer.
/// </summary>
internal static class AwsCall
{
    /// <summary>
    /// Throttled after the SDK's own retries, credentials that do not hold, a server error, a timeout, no connection: UnavailableException.
    /// Everything else AWS says flies, and is for the adapter to make an answer of.
    /// </summary>
    public static async Task<T> OrUnavailableAsync<T>(string service, Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (Reason(exception, cancel) is not null)
        {
            throw new UnavailableException(service, Reason(exception, cancel)!, exception)
            {
                IsAboutCaller =
                    exception is AmazonServiceException { ErrorCode: { } code } && (Throttling.Contains(code) || Identity.Contains(code)),
            };
        }
    }

    /// <summary>
    /// The same of a read, or of a write whose refusal is nobody's outcome: who is not told does not know, whatever the code.
    /// </summary>
    /// <param name="service">As an operator calls it.</param>
    /// <param name="call">What is asked.</param>
    /// <param name="isAnswer">Refusals that the adapter understands: those fly.</param>
    /// <param name="cancel">Of the caller.</param>
    public static async Task<T> OrUnknownAsync<T>(
        string service, Func<Task<T>> call, Func<AmazonServiceException, bool> isAnswer, CancellationToken cancel)
    {
        try
        {
            return await OrUnavailableAsync(service, call, cancel);
        }
        catch (AmazonServiceException refused) when (!isAnswer(refused))
        {
            var refusal = $"{CodeOf(refused)}: {refused.Message}";
            throw new UnavailableException(service, $"it refused, {refusal}", refused) { Refusal = refusal };
        }
    }

    /// <summary>The same of DynamoDB, where a condition that does not hold is an answer.</summary>
    public static Task<T> OfDynamoDbAsync<T>(Func<Task<T>> call, CancellationToken cancel) =>
        OrUnknownAsync(
            "DynamoDB", call, refused => refused is ConditionalCheckFailedException or TransactionCanceledException, cancel);

    /// <summary>AWS's code, or the status where an answer has none (a proxy's, an empty one).</summary>
    public static string CodeOf(AmazonServiceException refused) =>
        string.IsNullOrEmpty(refused.ErrorCode)
            ? string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)refused.StatusCode}") : refused.ErrorCode;

    private static string? Reason(Exception exception, CancellationToken cancel) => exception switch
    {
        // An answer that was cut short, or is none of AWS's: the call may have happened.
        AmazonUnmarshallingException or XmlException or JsonException or InvalidDataException =>
            $"an answer that cannot be read: {exception.Message}",
        AmazonServiceException { ErrorCode: { } code } when Throttling.Contains(code) => code,
        AmazonServiceException { ErrorCode: { } code } error when Identity.Contains(code) => $"{code}: {error.Message}",
        // Another's transaction is at work on the item; nothing was done
        // (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html, Transaction conflicts).
        AmazonServiceException { ErrorCode: "TransactionConflictException" and var conflict } => conflict,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } error => $"{(int)error.StatusCode} {error.ErrorCode}",
        AmazonServiceException { StatusCode: 0 } error => error.Message,
        AmazonServiceException => null,
        HttpRequestException or IOException or TimeoutException => exception.Message,
        OperationCanceledException when !cancel.IsCancellationRequested => "no answer in time",
        // The SDK wraps what the connection did.
        AmazonClientException { InnerException: { } inner } => Reason(inner, cancel),
        // No credentials, no room in the SDK's own bucket of attempts.
        AmazonClientException => exception.Message,
        _ => null,
    };

    /// <summary>https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html and EC2's own.</summary>
    private static readonly HashSet<string> Throttling = new(StringComparer.Ordinal)
    {
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "SlowDown",
        "ThrottledException", "Throttling", "ThrottlingException", "TooManyRequestsException", "TransactionInProgressException",
    };

    /// <summary>
    /// Of credentials and clocks: they speak of the caller, and hold until those are renewed
    /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html, common errors).
    /// </summary>
    private static readonly HashSet<string> Identity = new(StringComparer.Ordinal)
    {
        "AuthFailure", "ExpiredToken", "ExpiredTokenException", "IncompleteSignature", "IncompleteSignatureException",
        "InvalidClientTokenId", "InvalidSignatureException", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
        "RequestExpired", "SignatureDoesNotMatch", "UnrecognizedClientException",
    };
}
