using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using Kickoff.Core;

namespace Kickoff.Aws.Calls;

/// <summary>One call to AWS, with "could not answer" told apart from every other failure.</summary>
internal static class AwsCall
{
    /// <summary>
    /// Throttled after the SDK's own retries, a server error, a timeout, no connection: UnavailableException. Everything else AWS says is
    /// the adapter's to understand or flies.
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
                IsThrottled = exception is AmazonServiceException { ErrorCode: { } code } && Throttling.Contains(code),
            };
        }
    }

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
}
