using System.Net;
using Amazon.Runtime;
using Kickoff.Core;

namespace Kickoff.Aws;

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
            throw new UnavailableException(service, Reason(exception, cancel)!, exception);
        }
    }

    private static string? Reason(Exception exception, CancellationToken cancel) => exception switch
    {
        AmazonServiceException { ErrorCode: { } code } when Throttling.Contains(code) => code,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } error => $"{(int)error.StatusCode} {error.ErrorCode}",
        AmazonServiceException { StatusCode: 0 } error => error.Message,
        AmazonServiceException => null,
        HttpRequestException or IOException or TimeoutException => exception.Message,
        OperationCanceledException when !cancel.IsCancellationRequested => "no answer in time",
        // The SDK wraps what the connection did.
        AmazonClientException { InnerException: { } inner } => Reason(inner, cancel),
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
