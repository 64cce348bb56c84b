using NodaTime;

namespace Kickoff.Cloud.Monitoring;

/// <summary>
/// One CloudWatch alarm over the values of its metric. It is evaluated at the end of each minute over the periods that end then, so that
/// the periods of two evaluations overlap where they are longer; one that looks at more than a day is evaluated once an hour
/// (AmazonCloudWatch/latest/monitoring/alarm-evaluation.html, alarms-and-missing-data.html). Values come in the order of time.
/// </summary>
public sealed class MetricAlarm(AlarmDefinition definition)
{
    /// <summary>
    /// CloudWatch looks further back than EvaluationPeriods, so that late values are not missing; the page's tables show five periods where
    /// three are evaluated.
    /// </summary>
    private const int LookedAtBesides = 2;

    private static readonly Duration Minute = Duration.FromMinutes(1);

    /// <summary>By the minute in which they fall.</summary>
    private readonly SortedDictionary<Instant, List<double>> _values = [];

    private readonly Duration _evaluatedEvery =
        definition.Period * definition.EvaluationPeriods > Duration.FromDays(1) ? Duration.FromHours(1) : Minute;

    private Instant? _evaluated;
    private Instant? _begun;
    private int _raised;

    public bool InAlarm { get; private set; }

    public AlarmDefinition Definition => definition;

    /// <summary>A value, of every period that it falls in.</summary>
    public void Put(Instant at, double value)
    {
        var minute = Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 60 * 60);
        Evaluate(minute);
        _begun ??= minute;
        if (!_values.TryGetValue(minute, out var values))
        {
            _values[minute] = values = [];
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
            if ((at > now - Minute || _values.Count > 0) && at.ToUnixTimeSeconds() % (long)_evaluatedEvery.TotalSeconds == 0)
            {
                EvaluateAt(at);
            }
        }

        _evaluated = Instant.Max(_evaluated ?? now, now + Minute);
    }

    private void EvaluateAt(Instant at)
    {
        // What was before there was anything to measure is not missing: here the life of an alarm begins with its metric's.
        if (definition.MissingData == MissingData.Breaching && !(at >= _begun + (definition.Period * definition.EvaluationPeriods)))
        {
            return;
        }

        var real = Real(at);
        // Where there are enough real values, missing ones are not asked about, and the newest are taken; otherwise as few are filled in as
        // will do.
        var filled = Math.Max(0, definition.EvaluationPeriods - real.Length);
        var breaching = real.TakeLast(definition.EvaluationPeriods).Count(breached => breached)
            + (definition.MissingData == MissingData.Breaching ? filled : 0);
        // "Ignore" keeps the state where nothing real speaks against an alarm; one good value does, and is evaluated.
        if (filled > 0 && definition.MissingData == MissingData.Ignore && breaching < definition.DatapointsToAlarm
            && Array.TrueForAll(real, breached => breached))
        {
            return;
        }

        var alarms = breaching >= definition.DatapointsToAlarm;
        _raised += alarms && !InAlarm ? 1 : 0;
        InAlarm = alarms;
    }

    /// <summary>Of those periods that end at this time and have values, the oldest first: whether they breach.</summary>
    private bool[] Real(Instant at)
    {
        var lookedAt = definition.EvaluationPeriods + LookedAtBesides;
        while (_values.Count > 0 && _values.Keys.First() < at - (definition.Period * lookedAt))
        {
            _values.Remove(_values.Keys.First());
        }

        return
        [
            .. _values.Where(minute => minute.Key < at)
                .GroupBy(minute => (int)Math.Ceiling((at - minute.Key) / definition.Period))
                .Select(period => definition.IsBreached(Statistic([.. period.SelectMany(minute => minute.Value)]))),
        ];
    }

    private double Statistic(List<double> values) => definition.Statistic switch
    {
        AlarmStatistic.Maximum => values.Max(),
        AlarmStatistic.Minimum => values.Min(),
        AlarmStatistic.Sum => values.Sum(),
        AlarmStatistic.Average => values.Average(),
        _ => throw new InvalidOperationException($"A statistic nobody knows: {definition.Statistic}"),
    };
}
