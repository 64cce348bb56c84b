using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Kickoff.Aws.Calls;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;

namespace Kickoff.Aws.Ec2;

/// <summary>RunInstances, TerminateInstances and DescribeImages.</summary>
public sealed class Ec2Fleet(IEc2Calls ec2) : IFleet
{
    private static readonly HashSet<string> Spent =
        new(StringComparer.Ordinal) { "IdempotentInstanceTerminated", "IdempotentParameterMismatch" };

    private static readonly HashSet<string> BadInstance = new(StringComparer.Ordinal)
    {
        "IncorrectInstanceState", "InvalidInstanceID", "InvalidInstanceID.Malformed", "InvalidInstanceID.NotFound",
    };

    /// <summary>
    /// About what is asked for in every subnet alike (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html). A code
    /// that is missing here costs a call a candidate; none of them stops a pool by itself.
    /// </summary>
    private static readonly HashSet<string> AboutRequest = new(StringComparer.Ordinal)
    {
        "Blocked", "InvalidAMIID.NotFound", "InvalidAMIID.Unavailable", "InvalidKeyPair.NotFound", "OptInRequired", "PendingVerification",
        "UnauthorizedOperation",
    };

    /// <summary>Termination protection of one, or the condition of a policy on one's tags.</summary>
    private static readonly HashSet<string> AboutOne = new(StringComparer.Ordinal) { "OperationNotPermitted", "UnauthorizedOperation" };

    public async Task<LaunchAnswer> LaunchAsync(LaunchIntent intent, CancellationToken cancel)
    {
        try
        {
            return await AwsCall.OrUnavailableAsync("EC2", () => RunAsync(intent, cancel), cancel);
        }
        catch (AmazonEC2Exception error) when (Spent.Contains(error.ErrorCode))
        {
            return new LaunchAnswer.TokenSpent(error.ErrorCode);
        }
        catch (AmazonServiceException error)
        {
            return new LaunchAnswer.Refused(AwsCall.CodeOf(error), error.Message)
            {
                IsAboutRequest = AboutRequest.Contains(error.ErrorCode),
            };
        }
    }

    // No capacity is EC2's answer, though some of its codes come as a server's error (500).
    private async Task<LaunchAnswer> RunAsync(LaunchIntent intent, CancellationToken cancel)
    {
        try
        {
            var response = await ec2.RunInstancesAsync(Request(intent), cancel);
            return new LaunchAnswer.Launched(
                [.. (response.Reservation?.Instances ?? []).Select(instance => InstanceId.Parse(instance.InstanceId))]);
        }
        catch (AmazonEC2Exception error) when (CapacityErrors.Contains(error.ErrorCode))
        {
            return new LaunchAnswer.NoCapacity(error.ErrorCode);
        }
    }

    public async Task<EndAnswer> EndAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancel)
    {
        try
        {
            var request = new TerminateInstancesRequest { InstanceIds = [.. instances.Select(id => id.Value)] };
            await AwsCall.OrUnavailableAsync("EC2", () => ec2.TerminateInstancesAsync(request, cancel), cancel);
            return new EndAnswer.Ended();
        }
        catch (AmazonEC2Exception error) when (BadInstance.Contains(error.ErrorCode))
        {
            return new EndAnswer.InvalidInstance(error.Message);
        }
        catch (AmazonServiceException error)
        {
            return new EndAnswer.Refused(AwsCall.CodeOf(error), error.Message) { IsAboutOne = AboutOne.Contains(error.ErrorCode) };
        }
    }

    public async Task<ImageAnswer> NewestImageAsync(ImageSource.Newest image, CancellationToken cancel)
    {
        try
        {
            return await FindImageAsync(image, cancel) is { } newest ? new ImageAnswer.Found(newest.ImageId) : new ImageAnswer.NoneSuch();
        }
        catch (AmazonServiceException error)
        {
            return new ImageAnswer.Refused(AwsCall.CodeOf(error), error.Message);
        }
    }

    private async Task<Image?> FindImageAsync(ImageSource.Newest image, CancellationToken cancel)
    {
        Image? newest = null;
        string? next = null;
        do
        {
            var request = new DescribeImagesRequest
            {
                Owners = [image.Owner],
                Filters = [new Filter { Name = "name", Values = [image.NamePattern] },
                    new Filter { Name = "state", Values = ["available"] }],
                NextToken = next,
            };
            var page = await AwsCall.OrUnavailableAsync("EC2", () => ec2.DescribeImagesAsync(request, cancel), cancel);
            // CreationDate is ISO 8601 in UTC throughout, so its order is the text's; equal dates are told apart by id.
            newest = (page.Images ?? []).Append(newest)
                .MaxBy(candidate => (candidate?.CreationDate ?? "", candidate?.ImageId ?? ""), Comparer<(string Date, string Id)>.Create(
                    ByDate));
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        return newest;
    }

    private static int ByDate((string Date, string Id) left, (string Date, string Id) right) =>
        string.CompareOrdinal(left.Date, right.Date) is not 0 and var byDate ? byDate : string.CompareOrdinal(left.Id, right.Id);

    private static RunInstancesRequest Request(LaunchIntent intent)
    {
        var wanted = intent.Request;
        return new RunInstancesRequest
        {
            ClientToken = intent.Id.ToString("D"),
            ImageId = wanted.ImageId,
            InstanceType = wanted.InstanceType,
            SubnetId = wanted.SubnetId,
            SecurityGroupIds = [.. wanted.SecurityGroups],
            KeyName = wanted.KeyName,
            IamInstanceProfile = Profile(wanted.InstanceProfile),
            UserData = wanted.UserData is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(wanted.UserData)),
            // More than capacity allows launches nothing; at least one launches what there is.
            MinCount = 1,
            MaxCount = wanted.Count,
            // User data reads its identity with IMDSv2 only.
            MetadataOptions = new InstanceMetadataOptionsRequest { HttpTokens = HttpTokensState.Required },
            TagSpecifications =
            [
                new TagSpecification
                {
                    ResourceType = ResourceType.Instance,
                    Tags = [.. wanted.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
                },
            ],
        };
    }

    private static IamInstanceProfileSpecification? Profile(string? nameOrArn) => nameOrArn switch
    {
        null => null,
        _ when nameOrArn.StartsWith("arn:", StringComparison.Ordinal) => new IamInstanceProfileSpecification { Arn = nameOrArn },
        _ => new IamInstanceProfileSpecification { Name = nameOrArn },
    };
}
