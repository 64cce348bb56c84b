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

    [Theory]
    [InlineData("0-X-X", 3, false, false)]
    [InlineData("-----", 3, true, false)]
    [InlineData("0XX-X", 3, true, true)]
    [InlineData("--X--", 3, true, false)]
    [InlineData("0-X-X", 2, true, true)]
    [InlineData("00X0X", 2, true, true)]
    [InlineData("0-X--", 2, true, false)]
    [InlineData("----0", 2, true, false)]
    [InlineData("---X-", 2, true, false)]
    public void A_row_of_the_pages_tables(string row, int datapoints, bool breaching, bool notBreaching)
    {
        Assert.Equal(breaching, After(row, datapoints, MissingData.Breaching).InAlarm);
        Assert.Equal(notBreaching, After(row, datapoints, MissingData.NotBreaching).InAlarm);
    }

    [Fact]
    public void An_alarm_that_ignores_what_is_missing_stays_as_it_is()
    {
        Assert.True(After("XXX---------", 2, MissingData.Ignore).InAlarm);
        Assert.False(After("000---------", 2, MissingData.Ignore).InAlarm);
        Assert.False(After("XXX000------", 2, MissingData.Ignore).InAlarm);
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

    private static MetricAlarm After(string row, int datapoints, MissingData missing)
    {
        var alarm = new MetricAlarm(new AlarmDefinition
        {
            Name = "of the page",
            Statistic = AlarmStatistic.Maximum,
            Period = Duration.FromMinutes(1),
            EvaluationPeriods = 3,
            DatapointsToAlarm = datapoints,
            Threshold = 0,
            Comparison = AlarmComparison.GreaterThanThreshold,
            MissingData = missing,
        });
        // It is not new: what is missing is missing.
        alarm.Put(Start - Duration.FromHours(1), 0);
        foreach (var (value, minute) in row.Select((value, minute) => (value, minute)).Where(one => one.value != '-'))
        {
            alarm.Put(Start + Duration.FromMinutes(minute), value == 'X' ? 1 : 0);
        }

        alarm.RaisedUntil(Start + Duration.FromMinutes(row.Length));
        return alarm;
    }
}
