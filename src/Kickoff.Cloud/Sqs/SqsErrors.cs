using System.Net;
using Amazon.Runtime;

namespace Kickoff.Cloud.Sqs;

/// <summary>
/// What SQS refuses a call with (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html).
/// </summary>
internal static class SqsErrors
{
    public static AmazonServiceException InvalidValue(string message) => Of("InvalidParameterValue", message);

    public static AmazonServiceException NoReceipt(string handle) =>
        Of("ReceiptHandleIsInvalid", $"The input receipt handle \"{handle}\" is not a valid receipt handle.");

    private static AmazonServiceException Of(string code, string message) =>
        new(message, null, ErrorType.Sender, code, "11111111-cloud-sqs", HttpStatusCode.BadRequest);
}
