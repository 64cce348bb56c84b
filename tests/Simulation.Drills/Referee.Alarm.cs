using System.Globalization;
using Kickoff.Cloud.Monitoring;
using Kickoff.Core.Scaling;
using Kickoff.Core.Telemetry;
using Kickoff.Simulation.Season;
using NodaTime;

namespace Kickoff.Simulation.Drills;

public sealed partial class Referee
{
    /// <summary>Two of three minutes, the minute in which it is looked, and one for a tick that had begun before.</summary>
    private static readonly Duration ToTell = Duration.FromMinutes(5);

    private readonly Dictionary<string, MetricAlarm> _alarms = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Promise, string Pool), Instant> _falseSince = [];

    /// <summary>
    /// What a function measures: ShortBeforeKickoff is watched here by the pool, as the stack's alarm would be if it were alone.
    /// </summary>
    public void Measured(Metric metric)
    {
        if (metric.Definition == Metrics.ShortBeforeKickoff)
        {
            AlarmOf(metric.Which!).Put(Now, metric.Value);
        }
    }

    /// <summary>A fleet that is short of what is due pages somebody, and one that is not, nobody.</summary>
    private void LookAtAlarm(Pool pool)
    {
        var due = DueNow.At(Fixtures.All, Ledger.Hold(pool.Name), pool, Now);
        var inService = Active(pool).Count(InService);
        var alarm = AlarmOf(pool.Name);
        alarm.RaisedUntil(Now);
        var explained = faults.BreakdownUntil + ToTell > Now;
        Told(
            due.FixtureNear && inService < due.Overdue && !alarm.InAlarm, "who is short before kickoff is told",
            string.Create(CultureInfo.InvariantCulture, $"{inService} of {due.Overdue} in service, and nobody is told"));
        Told(
            (!due.FixtureNear || inService >= due.Servers) && alarm.InAlarm, "nobody is paged for a fleet that is as it is due",
            string.Create(CultureInfo.InvariantCulture, $"{inService} of {due.Servers} in service, and ShortBeforeKickoff is in alarm"));

        void Told(bool wrong, string promise, string what)
        {
            var key = (promise, pool.Name);
            if (!wrong || explained)
            {
                _falseSince.Remove(key);
            }
            else if (!_falseSince.TryGetValue(key, out var since))
            {
                _falseSince[key] = Now;
            }
            else if (Now - since > ToTell)
            {
                Break(promise, pool.Name, $"{what} since {since}");
            }
        }
    }

    private MetricAlarm AlarmOf(string pool) =>
        _alarms.TryGetValue(pool, out var alarm) ? alarm : _alarms[pool] = new MetricAlarm(SeasonReport.ShortBeforeKickoff);
}
