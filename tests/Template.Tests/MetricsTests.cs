using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kickoff.Core.Telemetry;

namespace Kickoff.Template.Tests;

/// <summary>
/// The list of metrics against the code that measures them, the alarms that watch them, and the dashboard that draws them.
/// </summary>
public sealed partial class MetricsTests
{
    private static readonly IEnumerable<string> Composites = SamTemplate.OfType("AWS::CloudWatch::CompositeAlarm");

    private static readonly IEnumerable<string> Alarms = SamTemplate.OfType("AWS::CloudWatch::Alarm");

    private static readonly string Runbook = File.ReadAllText(Repository.Path("docs", "operations.md"));

    [Fact]
    public void The_list_has_every_metric_once()
    {
        var defined = typeof(Metrics).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(MetricDefinition))
            .Select(field => (field.Name, Definition: (MetricDefinition)field.GetValue(null)!)).ToArray();

        Assert.All(defined, one => Assert.Equal(one.Name, one.Definition.Name));
        Assert.Equal(
            defined.Select(one => one.Name).Order(StringComparer.Ordinal),
            Metrics.All.Select(metric => metric.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>Only the list has definitions, and a measurement is of one: what is listed is what the code reads.</summary>
    [Fact]
    public void What_the_functions_measure_is_the_list_and_nothing_else()
    {
        var read = SamTemplate.Functions.SelectMany(function => ReachableCode.From(Repository.Assembly(function)).Fields)
            .Where(field => field.Type == typeof(Metrics).FullName).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(Metrics.All.Select(metric => metric.Name).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_alarm_watches_a_metric_of_the_stack_that_the_list_has()
    {
        var ours = Alarms.Select(SamTemplate.Properties).Where(alarm => SamTemplate.Text(alarm, "Namespace") == "Kickoff").ToArray();

        Assert.NotEmpty(ours);
        Assert.All(
            ours.Select(alarm => SamTemplate.Text(alarm, "MetricName")),
            name => Assert.True(Metrics.All.Single(metric => metric.Name == name).IsOfStack, name));
    }

    /// <summary>What costs by the pool and the hour and is read by nobody is not measured.</summary>
    [Fact]
    public void A_metric_of_the_stack_is_watched_or_drawn_there()
    {
        var watched = Alarms.Select(SamTemplate.Properties).Where(alarm => SamTemplate.Text(alarm, "Namespace") == "Kickoff")
            .Select(alarm => SamTemplate.Text(alarm, "MetricName")!);

        Assert.All(Metrics.All.Where(metric => metric.IsOfStack), metric => Assert.Contains(metric.Name, watched));
    }

    [Fact]
    public void Pools_that_rest_cost_two_metrics_each()
    {
        // Measured every minute for each pool, by which CloudWatch bills: the stack's zeros of ShortBeforeKickoff are one for all pools.
        var everyMinute = new[] { Metrics.Planned.Of("a", 2), Metrics.InService.Of("a", 2), Metrics.ShortBeforeKickoff.Of("a", 0) };

        Assert.Equal(2, everyMinute.Sum(metric => metric.DimensionSets.Count(set => set.Contains("Pool"))));
    }

    [Fact]
    public void The_dashboard_draws_what_the_list_has_by_the_dimensions_it_has()
    {
        var metrics = Drawn().ToArray();

        Assert.All(metrics, drawn => Assert.Contains(
            Metrics.All.Single(metric => metric.Name == drawn.Metric) is var metric && metric.IsOfStack ? ["Stack", $"Stack,{metric.By}"]
                : (string[])[$"Stack,{metric.By}"],
            dimensions => dimensions == drawn.Dimensions));
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "Planned", "Launched", "InService", "ShortBeforeKickoff", "Registered", "RegistrationFailed", "SecondsToRegistered",
                "Classified", "DryRun",
            },
            metrics.Select(drawn => drawn.Metric).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void The_dashboard_shows_every_alarm()
    {
        var shown = Reference().Matches(Body()).Select(match => match.Groups[1].Value);

        Assert.Equal(Composites.Concat(Alarms).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_alarm_has_its_line_in_the_runbook_and_every_line_its_alarm()
    {
        var lines = Row().Matches(Runbook).Select(match => match.Groups[1].Value);

        Assert.Equal(Composites.Concat(Alarms).Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_runbook_lists_every_metric() =>
        Assert.All(Metrics.All, metric => Assert.Contains($"`{metric.Name}`", Runbook, StringComparison.Ordinal));

    /// <summary>A paragraph, or a row of a table, that speaks of an alarm says which; so do lines of the log.</summary>
    [Fact]
    public void What_is_called_an_alarm_is_one()
    {
        var names = Composites.Concat(Alarms).Append("AlarmTopicArn").ToArray();
        var documents = Directory.EnumerateFiles(Repository.Path("docs"), "*.md", SearchOption.AllDirectories)
            .Append(Repository.Path("README.md"))
            .Where(file => Path.GetFileName(file) != "operations.md");

        Assert.All(documents, file => Assert.All(Paragraphs(File.ReadAllText(file)), paragraph => Assert.True(
            !Word().IsMatch(paragraph) || names.Any(name => paragraph.Contains(name, StringComparison.Ordinal)), $"{file}: {paragraph}")));
        Assert.DoesNotContain(
            "alarm", SamTemplate.Functions.SelectMany(function => ReachableCode.From(Repository.Assembly(function)).Literals));
    }

    private static IEnumerable<string> Paragraphs(string text) => text.Split("\n\n").SelectMany(
        part => part.TrimStart().StartsWith('|') ? part.Split('\n') : [part]);

    private static string Body() => SamTemplate.Substituted(
        SamTemplate.Find(SamTemplate.Properties("Dashboard"), "DashboardBody"));

    private static IEnumerable<(string Metric, string Dimensions)> Drawn()
    {
        foreach (var widget in JsonNode.Parse(Substituted().Replace(Body(), "x"))!["widgets"]!.AsArray())
        {
            foreach (var metric in widget!["properties"]!["metrics"]?.AsArray() ?? [])
            {
                if ((string?)metric![0]!.AsObjectOrNull()?["expression"] is { } expression)
                {
                    var search = Search().Match(expression);
                    yield return (search.Groups["metric"].Value, search.Groups["dimensions"].Value);
                }
                else if ((string?)metric[0] == "Kickoff")
                {
                    yield return ((string)metric[1]!, (string)metric[2]!);
                }
            }
        }
    }

    [GeneratedRegex(@"\$\{([A-Za-z]+)\.Arn\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Substituted();

    [GeneratedRegex(@"\{Kickoff,(?<dimensions>[A-Za-z,]+)\} .*MetricName=""(?<metric>[A-Za-z]+)""")]
    private static partial Regex Search();

    [GeneratedRegex(@"(?m)^\| ([A-Z][A-Za-z]+) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"(?i)\balarms?\b")]
    private static partial Regex Word();
}

internal static class Json
{
    public static JsonObject? AsObjectOrNull(this JsonNode node) => node as JsonObject;
}
