using NodaTime;

namespace Kickoff.Cloud.Monitoring;

/// <summary>
/// One CloudWatch alarm over the values of its metric, evaluated at the end of each minute
/// (AmazonCloudWatch/latest/monitoring/alarm-evaluation.html and alarms-and-missing-data.html). Values come in the order of time.
/// </summary>
public sealed class MetricAlarm(AlarmDefinition definition)
{
    /// <summary>
    /// CloudWatch looks further back than EvaluationPeriods, so that late values are not missing; the page's tables show five periods where
    /// three are evaluated.
    /// </summary>
    private const int LookedAtBesides = 2;

    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly SortedDictionary<long, List<double>> _values = [];
    private Instant? _evaluated;
    private long? _begun;
    private int _raised;

    public bool InAlarm { get; private set; }

    public AlarmDefinition Definition => definition;

    /// <summary>A value, of the period that it falls in.</summary>
    public void Put(Instant at, double value)
    {
        var minute = Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 60 * 60);
        Evaluate(minute);
        var period = PeriodOf(at);
        _begun ??= period;
        if (!_values.TryGetValue(period, out var values))
        {
            _values[period] = values = [];
        }

        values.Add(value);
    }

    /// <summary>How often it has gone into alarm.</summary>
    public int RaisedUntil(Instant now)
    {
        Evaluate(now);
        return _raised;
    }

    /// <summary>Every minute until now, with the periods that are over by then.</summary>
    private void Evaluate(Instant now)
    {
        for (var at = _evaluated ?? now; at <= now; at += Minute)
        {
            // However long nothing comes, it comes to rest after the periods that are looked at.
            if (at > now - Minute || _values.Count > 0)
            {
                EvaluateAt(at);
            }
        }

        _evaluated = Instant.Max(_evaluated ?? now, now + Minute);
    }

    private void EvaluateAt(Instant at)
    {
        var last = PeriodOf(at) - 1;
        // What was before there was anything to measure is not missing: here the life of an alarm begins with its metric's.
        if (definition.MissingData == MissingData.Breaching && !(last >= _begun + definition.EvaluationPeriods - 1))
        {
            return;
        }

        var first = last - (definition.EvaluationPeriods + LookedAtBesides - 1);
        while (_values.Count > 0 && _values.Keys.First() < first)
        {
            _values.Remove(_values.Keys.First());
        }

        var real = _values.Where(period => period.Key <= last).Select(period => definition.IsBreached(Statistic(period.Value))).ToArray();
        // Where there are enough real values, missing ones are not asked about, and the newest are taken; otherwise as few are filled in as
        // will do.
        var filled = Math.Max(0, definition.EvaluationPeriods - real.Length);
        var breaching = real.TakeLast(definition.EvaluationPeriods).Count(breached => breached)
            + (definition.MissingData == MissingData.Breaching ? filled : 0);
        if (filled > 0 && definition.MissingData == MissingData.Ignore && breaching < definition.DatapointsToAlarm)
        {
            return;
        }

        var alarms = breaching >= definition.DatapointsToAlarm;
        _raised += alarms && !InAlarm ? 1 : 0;
        InAlarm = alarms;
    }

    private double Statistic(List<double> values) => definition.Statistic switch
    {
        AlarmStatistic.Maximum => values.Max(),
        AlarmStatistic.Minimum => values.Min(),
        AlarmStatistic.Sum => values.Sum(),
        AlarmStatistic.Average => values.Average(),
        _ => throw new InvalidOperationException($"A statistic nobody knows: {definition.Statistic}"),
    };

    private long PeriodOf(Instant at) => (long)Math.Floor((at - NodaConstants.UnixEpoch) / definition.Period);
}
