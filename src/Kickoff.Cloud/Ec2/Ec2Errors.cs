using System.Net;
using Amazon.EC2;
using Amazon.Runtime;

namespace Kickoff.Cloud.Ec2;

/// <summary>
/// What EC2 refuses a call with, as the SDK throws it (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html).
/// Codes that begin with Insufficient are server errors there, but for that of a subnet's addresses.
/// </summary>
public static class Ec2Errors
{
    private const string RequestId = "11111111-cloud-ec2";

    /// <summary>Any error, one that nobody has heard of too.</summary>
    public static AmazonEC2Exception Of(string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        new(message, null, status >= HttpStatusCode.InternalServerError ? ErrorType.Receiver : ErrorType.Sender, code, RequestId, status);

    public static AmazonEC2Exception NoCapacity(string type, string where) => Of(
        "InsufficientInstanceCapacity",
        $"We currently do not have sufficient {type} capacity in the Availability Zone you requested ({where}).",
        HttpStatusCode.InternalServerError);

    internal static AmazonEC2Exception NoAddresses(string subnet) => Of(
        "InsufficientFreeAddressesInSubnet",
        $"There are not enough free addresses in subnet '{subnet}' to satisfy the requested number of instances.");

    internal static AmazonEC2Exception OverQuota(int quota) => Of(
        "VcpuLimitExceeded",
        $"You have requested more vCPU capacity than your current vCPU limit of {quota} allows for the instance bucket.");

    internal static AmazonEC2Exception NotOffered(string type, string zone) => Of(
        "Unsupported", $"Your requested instance type ({type}) is not supported in your requested Availability Zone ({zone}).");

    public static AmazonEC2Exception WrongState(string id, string verb) => Of(
        "IncorrectInstanceState", $"The instance '{id}' is not in a state from which it can be {verb}.");

    /// <summary>Of MinCount and MaxCount.</summary>
    public static AmazonEC2Exception NoRange(int least, int most) =>
        InvalidValue($"MinCount {least} and MaxCount {most} are no range: the least is 1, and the most is not less.");

    internal static AmazonEC2Exception NoSuchSubnet(string? id) => Of("InvalidSubnetID.NotFound", $"The subnet ID '{id}' does not exist");

    internal static AmazonEC2Exception NoSuchGroup(string id) => Of("InvalidGroup.NotFound", $"The security group '{id}' does not exist");

    internal static AmazonEC2Exception NoSuchImage(string? id) => Of("InvalidAMIID.NotFound", $"The image id '[{id}]' does not exist");

    internal static AmazonEC2Exception NoSuchKey(string name) => Of("InvalidKeyPair.NotFound", $"The key pair '{name}' does not exist");

    internal static AmazonEC2Exception NoSuchInstance(string id) =>
        Of("InvalidInstanceID.NotFound", $"The instance ID '{id}' does not exist");

    internal static AmazonEC2Exception MalformedInstance(string id) => Of("InvalidInstanceID.Malformed", $"Invalid id: \"{id}\"");

    internal static AmazonEC2Exception Protected(string id) => Of(
        "OperationNotPermitted",
        $"The instance '{id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.");

    internal static AmazonEC2Exception InvalidValue(string message) => Of("InvalidParameterValue", message);

    internal static AmazonEC2Exception InvalidCombination(string message) => Of("InvalidParameterCombination", message);

    internal static AmazonEC2Exception Missing(string parameter) =>
        Of("MissingParameter", $"The request must contain the parameter {parameter}");

    internal static AmazonEC2Exception TokenOfAnotherRequest() => Of(
        "IdempotentParameterMismatch", "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");

    internal static AmazonEC2Exception TokenOfTheEnded() => Of(
        "IdempotentInstanceTerminated", "The instances of the earlier request with this client token have been terminated.");
}
