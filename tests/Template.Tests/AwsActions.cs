namespace Kickoff.Template.Tests;

/// <summary>
/// The IAM actions that a function's calls need, from its compiled code. Names are the Service Authorization Reference's
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html).
/// </summary>
internal static class AwsActions
{
    private static readonly Dictionary<string, string> Services = new(StringComparer.Ordinal)
    {
        ["Amazon.EC2"] = "ec2",
        ["Amazon.ElasticLoadBalancing"] = "elasticloadbalancing",
        ["Amazon.ElasticLoadBalancingV2"] = "elasticloadbalancing",
        ["Amazon.DynamoDBv2"] = "dynamodb",
        ["Amazon.SimpleSystemsManagement"] = "ssm",
    };

    /// <summary>Members that ask for a right of their own when they are set.</summary>
    private static readonly Dictionary<(string Type, string Method), string> Setters = new()
    {
        [("Amazon.EC2.Model.RunInstancesRequest", "set_TagSpecifications")] = "ec2:CreateTags",
        [("Amazon.EC2.Model.RunInstancesRequest", "set_IamInstanceProfile")] = "iam:PassRole",
        [("Amazon.DynamoDBv2.Model.TransactWriteItem", "set_Put")] = "dynamodb:PutItem",
        [("Amazon.DynamoDBv2.Model.TransactWriteItem", "set_Update")] = "dynamodb:UpdateItem",
        [("Amazon.DynamoDBv2.Model.TransactWriteItem", "set_Delete")] = "dynamodb:DeleteItem",
        [("Amazon.DynamoDBv2.Model.TransactWriteItem", "set_ConditionCheck")] = "dynamodb:ConditionCheckItem",
    };

    public static SortedSet<string> Of(ReachableCode code)
    {
        var actions = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (type, method) in code.Calls)
        {
            if (Setters.TryGetValue((type, method), out var right))
            {
                actions.Add(right);
            }
            else if (method.EndsWith("Async", StringComparison.Ordinal)
                && ServiceOf(type) is { } service
                && method != "TransactWriteItemsAsync")
            {
                actions.Add($"{service}:{method[..^5]}");
            }
        }

        return actions;
    }

    private static string? ServiceOf(string type)
    {
        var at = type.LastIndexOf('.');
        var name = type[(at + 1)..];
        return at > 0 && (name.StartsWith("IAmazon", StringComparison.Ordinal) || name.EndsWith("Client", StringComparison.Ordinal))
            ? Services.GetValueOrDefault(type[..at])
            : null;
    }
}
