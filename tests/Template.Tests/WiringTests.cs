using System.Globalization;
using System.Text.RegularExpressions;
using Kickoff.Cloud.Ec2;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Template.Tests;

public sealed class WiringTests
{
    [Fact]
    public void The_states_that_drills_and_the_local_world_tell_of_are_those_that_the_rule_lets_through()
    {
        var pattern = SamTemplate.Find(SamTemplate.Properties("InstanceStateChanges"), "EventPattern", "detail", "state");

        Assert.Equal(
            SamTemplate.Sequence(pattern).Select(state => SamTemplate.Text(state)).Order(StringComparer.Ordinal),
            StateChangeRule.States.Order(StringComparer.Ordinal));
    }

    public static TheoryData<string> Functions => [.. SamTemplate.Functions];

    [Fact]
    public void The_functions_are_those_of_the_functions_folder() =>
        Assert.Equal(
            Directory.GetDirectories(Repository.Path("functions")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            SamTemplate.OfType("AWS::Serverless::Function").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_is_three_files_and_a_target_of_the_makefile(string function)
    {
        Assert.All(
            ["Program.cs", "Function.cs", "Settings.cs"],
            file => Assert.True(File.Exists(Repository.Path("functions", function, file)), file));
        Assert.Matches($@"(?m)^[^#\n]*\bbuild-{function}\b[^\n]*:", File.ReadAllText(Repository.Path("Makefile")));
        Assert.Equal("makefile", SamTemplate.Text(SamTemplate.Resources, function, "Metadata", "BuildMethod"));
    }

    [Fact]
    public void A_failed_event_comes_back_only_after_six_times_the_functions_timeout()
    {
        var timeout = Number("OnInstanceRunning", "Timeout");

        // And what a batch is gathered for: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        Assert.True(Number("InstanceEvents", "VisibilityTimeout") >= (6 * timeout) + Window);
        Assert.NotNull(SamTemplate.Find(SamTemplate.Properties("InstanceEvents"), "RedrivePolicy", "deadLetterTargetArn"));
        Assert.Equal(
            "2",
            SamTemplate.Text(
                SamTemplate.Properties("OnInstanceRunning"), "Events", "InstanceEvents", "Properties", "ScalingConfig",
                "MaximumConcurrency"));
        Assert.NotNull(
            SamTemplate.Find(
                SamTemplate.Properties("OnInstanceRunning"), "Events", "InstanceEvents", "Properties", "FunctionResponseTypes"));
    }

    [Fact]
    public void Every_queue_is_encrypted_and_only_the_rule_may_send()
    {
        Assert.All(
            SamTemplate.OfType("AWS::SQS::Queue"),
            queue => Assert.Equal("true", SamTemplate.Text(SamTemplate.Properties(queue), "SqsManagedSseEnabled")));
        Assert.All(SamTemplate.OfType("AWS::SQS::QueuePolicy"), policy =>
            Assert.Contains("aws:SourceArn", SamTemplate.Properties(policy).ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_tick_is_never_retried_and_expires_with_its_minute()
    {
        var invoke = SamTemplate.Find(SamTemplate.Properties("ScaleSchedule"), "EventInvokeConfig");

        Assert.Equal("0", SamTemplate.Text(invoke, "MaximumRetryAttempts"));
        Assert.Equal("60", SamTemplate.Text(invoke, "MaximumEventAgeInSeconds"));
    }

    /// <summary>Three functions are the stack of who has no sources; what speaks of the fourth is there only with it.</summary>
    [Fact]
    public void FixtureFeed_is_in_the_stack_only_where_there_are_sources()
    {
        Assert.Equal("false", SamTemplate.Text(SamTemplate.Parameter("FixtureSources"), "Default"));
        var conditional = SamTemplate.Keys(SamTemplate.Resources).Where(
            resource => SamTemplate.Text(SamTemplate.Resources, resource, "Condition") == "HasSources").ToArray();
        var speaking = SamTemplate.Keys(SamTemplate.Resources).Where(resource => resource != "Dashboard"
            && SamTemplate.Properties(resource).ToString().Contains("FixtureFeed", StringComparison.Ordinal));

        Assert.Contains("FixtureFeed", conditional);
        Assert.Empty(speaking.Except(conditional));
        Assert.Equal(
            conditional.Where(resource => SamTemplate.Text(SamTemplate.Resources, resource, "Type")!.EndsWith(
                "Alarm", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            SamTemplate.OfType("AWS::CloudWatch::CompositeAlarm").Concat(SamTemplate.OfType("AWS::CloudWatch::Alarm"))
                .Where(alarm => alarm.StartsWith("Feed", StringComparison.Ordinal) || alarm is "FixturesAtRisk" or "FixturesStale"
                    or "FixturesWaiting").Order(StringComparer.Ordinal));
    }

    /// <summary>AWS's own roots verify AWS; who asks strangers needs everybody's.</summary>
    [Fact]
    public void Only_FixtureFeed_trusts_the_machines_trust_store() => Assert.Equal(
        ["FixtureFeed"], SamTemplate.Functions.Where(function => SamTemplate.EnvironmentValue(function, "SSL_CERT_FILE") is null));

    [Fact]
    public void A_tick_of_the_feed_is_never_retried_and_expires_with_its_minute()
    {
        var invoke = SamTemplate.Find(SamTemplate.Properties("FixtureFeed"), "EventInvokeConfig");

        Assert.Equal("0", SamTemplate.Text(invoke, "MaximumRetryAttempts"));
        Assert.Equal("60", SamTemplate.Text(invoke, "MaximumEventAgeInSeconds"));
        Assert.Equal(
            "rate(1 minute)", SamTemplate.Text(SamTemplate.Properties("FixtureFeed"), "Events", "EveryMinute", "Properties", "Schedule"));
    }

    /// <summary>
    /// SAM CLI hands over what is in samconfig.toml with every deploy, and of all else what the stack has (deploy_context.py,
    /// merge_parameters; deployer.py, create_changeset).
    /// </summary>
    [Fact]
    public void A_new_stack_is_a_dry_run_and_no_deploy_makes_one_of_a_stack_that_acts()
    {
        Assert.Equal("true", SamTemplate.Text(SamTemplate.Parameter("DryRun"), "Default"));
        Assert.DoesNotContain("parameter_overrides", File.ReadAllText(Repository.Path("samconfig.toml")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_APIs_access_log_says_who_asked_what_and_has_no_header_and_no_body()
    {
        var format = SamTemplate.Text(SamTemplate.Properties("Api"), "AccessLogSettings", "Format")!;

        Assert.All(
            ["$context.identity.userArn", "$context.routeKey", "$context.path", "$context.status", "$context.responseLatency"],
            variable => Assert.Contains($"\"{variable}\"", format, StringComparison.Ordinal));
        Assert.DoesNotContain("$context.authorizer", format, StringComparison.Ordinal);
        Assert.DoesNotContain("request.header", format, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_survive_mistakes() =>
        Assert.All(SamTemplate.OfType("AWS::DynamoDB::Table"), table =>
        {
            Assert.Equal("Retain", SamTemplate.Text(SamTemplate.Resources, table, "DeletionPolicy"));
            Assert.Equal("true", SamTemplate.Text(SamTemplate.Properties(table), "DeletionProtectionEnabled"));
            Assert.Equal(
                "true", SamTemplate.Text(SamTemplate.Properties(table), "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"));
        });

    [Fact]
    public void The_puppet_servers_policy_names_the_routes_and_nothing_else()
    {
        var routes = SamTemplate.Sequence(SamTemplate.Find(SamTemplate.Properties("PuppetServerPolicy"), "PolicyDocument", "Statement"))
            .SelectMany(statement => SamTemplate.Sequence(SamTemplate.Find(statement, "Resource")))
            .Select(resource => ((YamlScalarNode)resource).Value!.Split("/$default/")[1]);

        Assert.Equal(["GET/nodes/*", "GET/terminated", "POST/enrolments"], routes.Order(StringComparer.Ordinal));
    }

    private static int Window => int.Parse(
        SamTemplate.Text(
            SamTemplate.Properties("OnInstanceRunning"), "Events", "InstanceEvents", "Properties", "MaximumBatchingWindowInSeconds")!,
        CultureInfo.InvariantCulture);

    private static int Number(string resource, string property) =>
        int.Parse(SamTemplate.Text(SamTemplate.Properties(resource), property)!, CultureInfo.InvariantCulture);
}
