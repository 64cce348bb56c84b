using Kickoff.Cloud.Monitoring;
using Kickoff.Simulation.Season;
using NodaTime;

namespace Kickoff.Tick.Tests.Alarms;

/// <summary>
/// The tables of AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html: X breaches, 0 does not, - is missing; the newest is last.
/// </summary>
public sealed class MetricAlarmTests
{
    private static readonly Instant Start = Instant.FromUtc(2012, 6, 28, 18, 0);

    /// <summary>A column for each way to treat what is missing: A is in alarm, - is not, and = is as it was.</summary>
    [Theory]
    [InlineData("0-X-X", 3, "---")]
    [InlineData("0----", 3, "---")]
    [InlineData("-----", 3, "=A-")]
    [InlineData("0XX-X", 3, "AAA")]
    [InlineData("--X--", 3, "=A-")]
    [InlineData("0-X-X", 2, "AAA")]
    [InlineData("00X0X", 2, "AAA")]
    [InlineData("0-X--", 2, "-A-")]
    [InlineData("----0", 2, "-A-")]
    [InlineData("---X-", 2, "=A-")]
    public void A_row_of_the_pages_tables(string row, int datapoints, string ignoreBreachingNotBreaching)
    {
        MissingData[] columns = [MissingData.Ignore, MissingData.Breaching, MissingData.NotBreaching];
        foreach (var (missing, expected) in columns.Zip(ignoreBreachingNotBreaching))
        {
            foreach (var before in new[] { true, false })
            {
                var alarm = After(row, datapoints, missing, wasInAlarm: before);
                Assert.Equal(expected == 'A' || (expected == '=' && before), alarm.InAlarm);
            }
        }
    }

    /// <summary>The row before "----X", of which the page says that the alarm "does not go immediately into ALARM state".</summary>
    [Fact]
    public void One_value_after_a_silence_is_no_alarm_of_several() => Assert.False(After("----X", 3, MissingData.Ignore).InAlarm);

    [Fact]
    public void An_alarm_that_ignores_what_is_missing_stays_as_it_is()
    {
        Assert.True(After("XXX---------", 2, MissingData.Ignore).InAlarm);
        Assert.False(After("000---------", 2, MissingData.Ignore).InAlarm);
        Assert.False(After("XXX000------", 2, MissingData.Ignore).InAlarm);
    }

    /// <summary>
    /// The example of AmazonCloudWatch/latest/monitoring/alarm-evaluation.html: of a period of five minutes, those from 1 to 5 are
    /// evaluated, and a minute later those from 2 to 6.
    /// </summary>
    [Fact]
    public void Periods_end_with_the_minute_of_their_evaluation()
    {
        var alarm = Of(1, 1, MissingData.NotBreaching, Duration.FromMinutes(5));
        var minute = Duration.FromMinutes(1);
        alarm.Put(Start + minute, 1);
        for (var at = 2; at <= 6; at++)
        {
            Assert.Equal(1, alarm.RaisedUntil(Start + (minute * at)));
            Assert.True(alarm.InAlarm);
            alarm.Put(Start + (minute * at), 0);
        }

        alarm.RaisedUntil(Start + (minute * 7));
        Assert.False(alarm.InAlarm);
    }

    /// <summary>The same page: "exceeds one day, the alarm is evaluated once per hour".</summary>
    [Fact]
    public void What_looks_at_more_than_a_day_is_evaluated_once_an_hour()
    {
        var alarm = Of(2, 1, MissingData.NotBreaching, Duration.FromDays(1));
        alarm.Put(Start + Duration.FromMinutes(5), 1);

        Assert.Equal(0, alarm.RaisedUntil(Start + Duration.FromMinutes(59)));
        Assert.Equal(1, alarm.RaisedUntil(Start + Duration.FromMinutes(60)));
    }

    [Fact]
    public void A_season_is_watched_by_the_alarm_that_the_template_has() =>
        Assert.Equal(SeasonReport.ShortBeforeKickoff, new AlarmBoard().Of("ShortBeforeKickoff").Alarm.Definition);

    [Fact]
    public void One_trouble_raises_once_and_the_next_one_again()
    {
        var alarm = After("0XX0XXX00000X0000XX000", 2, MissingData.NotBreaching);

        Assert.Equal((2, false), (alarm.RaisedUntil(Start + Duration.FromMinutes(30)), alarm.InAlarm));
    }

    private static MetricAlarm After(string row, int datapoints, MissingData missing, bool wasInAlarm = false)
    {
        var alarm = Of(3, datapoints, missing, Duration.FromMinutes(1));
        // It is not new: what is missing is missing.
        for (var minute = 0; minute < 3; minute++)
        {
            alarm.Put(Start - Duration.FromHours(1) + Duration.FromMinutes(minute), wasInAlarm ? 1 : 0);
        }

        foreach (var (value, minute) in row.Select((value, minute) => (value, minute)).Where(one => one.value != '-'))
        {
            alarm.Put(Start + Duration.FromMinutes(minute), value == 'X' ? 1 : 0);
        }

        alarm.RaisedUntil(Start + Duration.FromMinutes(row.Length));
        return alarm;
    }

    private static MetricAlarm Of(int periods, int datapoints, MissingData missing, Duration period) => new(new AlarmDefinition
    {
        Name = "of the page",
        Statistic = AlarmStatistic.Maximum,
        Period = period,
        EvaluationPeriods = periods,
        DatapointsToAlarm = datapoints,
        Threshold = 0,
        Comparison = AlarmComparison.GreaterThanThreshold,
        MissingData = missing,
    });
}
