using System.Globalization;
using System.Text.RegularExpressions;
using Kickoff.Cloud.Monitoring;
using Kickoff.Core.Telemetry;
using Kickoff.Template.Tests;
using NodaTime;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Tick.Tests.Alarms;

/// <summary>The alarms as template.yaml defines them, over what the functions measure and what AWS measures of them.</summary>
internal sealed partial class AlarmBoard
{
    private readonly Watched[] _alarms = [.. SamTemplate.OfType("AWS::CloudWatch::Alarm").Select(Watched.Read)];

    public static IEnumerable<string> Names => SamTemplate.OfType("AWS::CloudWatch::Alarm");

    /// <summary>Those whose rules name any of these alarms (AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html).</summary>
    public static IEnumerable<string> CompositesOf(string alarm) => SamTemplate.OfType("AWS::CloudWatch::CompositeAlarm")
        .Where(composite => Children(composite).Contains(alarm));

    public static IEnumerable<string> Children(string composite) =>
        Child().Matches(SamTemplate.Text(SamTemplate.Properties(composite), "AlarmRule")!).Select(match => match.Groups[1].Value);

    /// <summary>A measurement of ours: the embedded metric format makes a metric of each of its sets of dimensions.</summary>
    public void Measured(Instant at, Metric metric)
    {
        if (metric.DimensionSets.Any(set => set is ["Stack"]))
        {
            Put("Kickoff", metric.Name, "AWS::StackName", at, metric.Value);
        }
    }

    /// <summary>What AWS measures of the function, queue or API that is called so in template.yaml.</summary>
    public void Put(string metricNamespace, string metric, string resource, Instant at, double value)
    {
        foreach (var alarm in _alarms.Where(alarm => alarm.Metric == (metricNamespace, metric, resource)))
        {
            alarm.Alarm.Put(at, value);
        }
    }

    public int RaisedUntil(string alarm, Instant now) => Of(alarm).Alarm.RaisedUntil(now);

    public string[] InAlarm(Instant now) =>
        [.. _alarms.Where(alarm => alarm.Alarm.RaisedUntil(now) > 0 && alarm.Alarm.InAlarm).Select(alarm => alarm.Name)];

    public Watched Of(string alarm) => Array.Find(_alarms, one => one.Name == alarm)!;

    [GeneratedRegex(@"ALARM\(""\$\{([A-Za-z]+)\}""\)")]
    private static partial Regex Child();

    /// <summary>Metric: its namespace and name, and the resource that its one dimension names.</summary>
    internal sealed record Watched(string Name, (string Namespace, string Name, string Resource) Metric, MetricAlarm Alarm)
    {
        public static Watched Read(string name)
        {
            var alarm = SamTemplate.Properties(name);
            var dimension = (YamlMappingNode)Assert.Single(SamTemplate.Sequence(SamTemplate.Find(alarm, "Dimensions")));
            return new Watched(
                name, (Text("Namespace"), Text("MetricName"), SamTemplate.Text(dimension, "Value")!.Split('.')[0]),
                new MetricAlarm(new AlarmDefinition
                {
                    Name = name,
                    Statistic = Enum.Parse<AlarmStatistic>(Text("Statistic")),
                    Period = Duration.FromSeconds(Number("Period")),
                    EvaluationPeriods = Number("EvaluationPeriods"),
                    DatapointsToAlarm = Number("DatapointsToAlarm"),
                    Threshold = Number("Threshold"),
                    Comparison = Enum.Parse<AlarmComparison>(Text("ComparisonOperator")),
                    MissingData = Enum.Parse<MissingData>(Text("TreatMissingData"), ignoreCase: true),
                }));

            string Text(string property) => SamTemplate.Text(alarm, property)
                ?? throw new InvalidDataException($"The alarm {name} has no {property}.");

            int Number(string property) => int.Parse(Text(property), CultureInfo.InvariantCulture);
        }
    }
}
