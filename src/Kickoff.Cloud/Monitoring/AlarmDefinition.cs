using NodaTime;

namespace Kickoff.Cloud.Monitoring;

/// <summary>Of the values of one period.</summary>
public enum AlarmStatistic
{
    Maximum,
    Minimum,
    Sum,
    Average,
}

public enum AlarmComparison
{
    GreaterThanThreshold,
    GreaterThanOrEqualToThreshold,
    LessThanThreshold,
    LessThanOrEqualToThreshold,
}

/// <summary>What a period without a value counts as.</summary>
public enum MissingData
{
    Breaching,
    NotBreaching,

    /// <summary>The alarm stays as it is.</summary>
    Ignore,
}

/// <summary>A metric alarm as PutMetricAlarm takes it (AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html).</summary>
public sealed record AlarmDefinition
{
    public required string Name { get; init; }

    public required AlarmStatistic Statistic { get; init; }

    public required Duration Period { get; init; }

    public required int EvaluationPeriods { get; init; }

    public required int DatapointsToAlarm { get; init; }

    public required double Threshold { get; init; }

    public required AlarmComparison Comparison { get; init; }

    public required MissingData MissingData { get; init; }

    internal bool IsBreached(double value) => Comparison switch
    {
        AlarmComparison.GreaterThanThreshold => value > Threshold,
        AlarmComparison.GreaterThanOrEqualToThreshold => value >= Threshold,
        AlarmComparison.LessThanThreshold => value < Threshold,
        AlarmComparison.LessThanOrEqualToThreshold => value <= Threshold,
        _ => throw new InvalidOperationException($"A comparison nobody knows: {Comparison}"),
    };
}
