using System.Globalization;
using System.Text.RegularExpressions;
using Kickoff.Cloud.Ec2;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Template.Tests;

public sealed partial class WiringTests
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

    [Fact]
    public void Every_alarm_on_our_own_metric_names_one_the_code_measures()
    {
        var measured = ReachableCode.From(Repository.Assembly("ScaleSchedule")).Literals;
        var watched = SamTemplate.OfType("AWS::CloudWatch::Alarm").Select(SamTemplate.Properties)
            .Where(alarm => SamTemplate.Text(alarm, "Namespace") == "Kickoff")
                .Select(alarm => SamTemplate.Text(alarm, "MetricName")!)
                .ToArray();

        Assert.NotEmpty(watched);
        Assert.All(watched, metric => Assert.Contains(metric, measured));
    }

    [Fact]
    public void The_runbook_lists_every_metric_that_the_code_measures()
    {
        var core = Repository.Path("src", "Kickoff.Core");
        var measured = Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Measured().Matches(File.ReadAllText(file)))
            .Concat(Reported().Matches(File.ReadAllText(Path.Combine(core, "Registration", "RegistrationReport.cs"))))
            .Select(match => match.Groups[1].Value).Distinct();
        var listed = Listed().Match(File.ReadAllText(Repository.Path("docs", "operations.md"))).Groups[1].Value;

        Assert.All(measured, metric => Assert.Contains(metric, listed, StringComparison.Ordinal));
    }

    private static int Window => int.Parse(
        SamTemplate.Text(
            SamTemplate.Properties("OnInstanceRunning"), "Events", "InstanceEvents", "Properties", "MaximumBatchingWindowInSeconds")!,
        CultureInfo.InvariantCulture);

    private static int Number(string resource, string property) =>
        int.Parse(SamTemplate.Text(SamTemplate.Properties(resource), property)!, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"(?:PoolMetric\.Of\((?:PoolMetric\.)?|new Metric\(|Measure\(new\(|FleetAction\.Alarm\(|Alarm\(pool, )""?([A-Z][A-Za-z]+)")]
    private static partial Regex Measured();

    [GeneratedRegex(@"=> ""([A-Za-z]+)""")]
    private static partial Regex Reported();

    [GeneratedRegex(@"Metrics are in the namespace `Kickoff`[^:]*: ([^.]+)\.")]
    private static partial Regex Listed();
}
