namespace Kickoff.Template.Tests;

public sealed class LeastPrivilegeTests
{
    public static TheoryData<string> Functions => [.. SamTemplate.Functions];

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_may_do_exactly_what_its_code_calls(string function)
    {
        var called = AwsActions.Of(ReachableCode.From(Repository.Assembly(function)));
        // What EC2 asks KMS in our name is in no code of ours: its own test is below.
        var allowed = new SortedSet<string>(
            SamTemplate.Statements(function).SelectMany(statement => statement.Actions)
                .Where(action => !action.StartsWith("kms:", StringComparison.Ordinal)),
            StringComparer.Ordinal);

        Assert.NotEmpty(called);
        Assert.Equal(called, allowed);
    }

    /// <summary>https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html, Permissions for IAM users.</summary>
    [Fact]
    public void Keys_of_encrypted_volumes_are_those_of_the_parameter_and_only_for_EC2()
    {
        var keys = SamTemplate.Statements("ScaleSchedule")
            .Where(statement => statement.Actions.Any(action => action.StartsWith("kms:", StringComparison.Ordinal))).ToArray();

        Assert.Equal(
            [
                "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ],
            keys.SelectMany(statement => statement.Actions).Order(StringComparer.Ordinal));
        Assert.All(keys, statement => Assert.Equal(["EbsKeyArns"], statement.Resources));
        Assert.All(keys, statement => Assert.Contains("kms:ViaService", statement.Condition, StringComparison.Ordinal));
        Assert.Contains(
            "kms:GrantIsForAWSResource", Assert.Single(keys, statement => statement.Actions.Contains("kms:CreateGrant")).Condition,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html: the parameter's ARN is the encryption context.
    /// </summary>
    [Fact]
    public void FixtureFeed_reads_its_stacks_secrets_and_decrypts_nothing_else()
    {
        const string Secrets = ":parameter/kickoff/${AWS::StackName}/secrets/*";
        var statements = SamTemplate.Statements("FixtureFeed").ToArray();

        var read = Assert.Single(statements, statement => statement.Actions.Contains("ssm:GetParameter"));
        Assert.EndsWith(Secrets, Assert.Single(read.Resources), StringComparison.Ordinal);
        var decrypt = Assert.Single(statements, statement => statement.Actions.Any(
            action => action.StartsWith("kms:", StringComparison.Ordinal)));
        Assert.Equal(["kms:Decrypt"], decrypt.Actions);
        Assert.Contains("kms:ViaService", decrypt.Condition, StringComparison.Ordinal);
        Assert.Contains("kms:EncryptionContext:PARAMETER_ARN", decrypt.Condition, StringComparison.Ordinal);
        Assert.Contains(Secrets, decrypt.Condition, StringComparison.Ordinal);
        Assert.DoesNotContain(
            SamTemplate.Functions.Where(function => function != "FixtureFeed").SelectMany(SamTemplate.Statements),
            statement => statement.Actions.Any(action => action.StartsWith("ssm:", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Only_looking_is_allowed_on_everything(string function)
    {
        var open = SamTemplate.Statements(function).Where(statement => statement.Resources.Contains("*", StringComparer.Ordinal));

        Assert.All(
            open.SelectMany(statement => statement.Actions), action => Assert.Contains(":Describe", action, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_servers_of_this_stack_and_of_a_pool_can_be_ended()
    {
        var end = Assert.Single(SamTemplate.Statements("ScaleSchedule"), statement => statement.Actions.Contains("ec2:TerminateInstances"));

        Assert.Equal(["ec2:TerminateInstances"], end.Actions);
        Assert.Contains("aws:ResourceTag/kickoff:stack", end.Condition, StringComparison.Ordinal);
        Assert.Contains("aws:ResourceTag/kickoff:pool", end.Condition, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_can_only_be_launched_with_the_stacks_tags()
    {
        var launches = SamTemplate.Statements("ScaleSchedule").Where(statement => statement.Actions.Contains("ec2:RunInstances")).ToArray();
        var instances = Assert.Single(
            launches, statement => statement.Resources.Any(resource => resource.EndsWith(":instance/*", StringComparison.Ordinal)));

        Assert.Single(instances.Resources);
        Assert.Contains("aws:RequestTag/kickoff:stack", instances.Condition, StringComparison.Ordinal);
        Assert.Contains("aws:RequestTag/kickoff:pool", instances.Condition, StringComparison.Ordinal);
        Assert.Equal(2, launches.Length);
    }

    [Fact]
    public void Tags_can_only_be_given_at_launch_and_only_ec2_gets_the_role()
    {
        var statements = SamTemplate.Statements("ScaleSchedule").ToArray();

        var tags = Assert.Single(statements, statement => statement.Actions.Contains("ec2:CreateTags"));
        Assert.Contains("ec2:CreateAction", tags.Condition, StringComparison.Ordinal);
        var role = Assert.Single(statements, statement => statement.Actions.Contains("iam:PassRole"));
        Assert.Contains("iam:PassedToService", role.Condition, StringComparison.Ordinal);
        Assert.Equal(["InstanceRoleArn"], role.Resources);
    }
}
