using Kickoff.Core.Scaling;
using Kickoff.Template.Tests;
using NodaTime;

namespace Kickoff.Tick.Tests.Alarms;

/// <summary>Every alarm of template.yaml is raised by its trouble, and by nothing else; and goes green by itself.</summary>
public sealed class AlarmTests
{
    /// <summary>The longest that an alarm remembers, and a day for those that look at days.</summary>
    private const int Remembered = 60;

    /// <summary>
    /// A metric of AWS's own that nothing here brings about, by the resource's name in template.yaml, and a value that is too much of it:
    /// the model has no limit on concurrent executions, no API Gateway, and no EventBridge that fails to deliver.
    /// </summary>
    private static readonly Dictionary<string, double> OfAws = new(StringComparer.Ordinal)
    {
        ["ScheduleThrottled"] = 1,
        ["OnInstanceRunningThrottled"] = 1,
        ["EncApiErrors"] = 1,
        ["EncApiThrottled"] = 1,
        ["EncApiFailing"] = 1,
        ["EncApiSlow"] = 1_500,
        ["EncApiNearTimeout"] = 4_900,
        ["FeedFailing"] = 1,
        ["FeedThrottled"] = 1,
        ["FeedSlow"] = 49_000,
        ["EventsUndelivered"] = 1,
    };

    public static TheoryData<string> Ours => [.. Troubles.Of.Keys];

    public static TheoryData<string> Theirs => [.. OfAws.Keys];

    [Fact]
    public void Every_alarm_has_its_trouble_here() =>
        Assert.Equal(AlarmBoard.Names.Order(StringComparer.Ordinal), Troubles.Of.Keys.Concat(OfAws.Keys).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ours))]
    public void An_alarm_is_raised_by_its_trouble_and_goes_green_when_it_is_mended(string alarm)
    {
        var world = BeforeKickoff();
        var (begins, isMended) = Troubles.Of[alarm];

        begins(world);
        Assert.Contains(alarm, world.Alarms.InAlarm(world.Time.Now));
        Assert.Equal(1, world.Alarms.RaisedUntil(alarm, world.Time.Now));

        isMended(world);
        world.Tick(world.Alarms.Of(alarm).Alarm.Definition.Period > Duration.FromMinutes(1) ? 60 * 24 : Remembered);
        Assert.DoesNotContain(alarm, world.Alarms.InAlarm(world.Time.Now));
        Assert.Equal(1, world.Alarms.RaisedUntil(alarm, world.Time.Now));
    }

    [Theory]
    [MemberData(nameof(Theirs))]
    public void An_alarm_on_what_AWS_measures_is_raised_by_it_and_goes_green_after_it(string alarm)
    {
        var board = new AlarmBoard();
        var watched = board.Of(alarm);
        var (start, minute) = (World.Kickoff, Duration.FromMinutes(1));
        for (var at = 0; at < watched.Alarm.Definition.DatapointsToAlarm; at++)
        {
            Assert.DoesNotContain(alarm, board.InAlarm(start + (minute * at)));
            board.Put(watched.Metric.Namespace, watched.Metric.Name, watched.Metric.Resource, start + (minute * at), OfAws[alarm]);
        }

        Assert.Contains(alarm, board.InAlarm(start + (minute * watched.Alarm.Definition.DatapointsToAlarm)));
        Assert.DoesNotContain(alarm, board.InAlarm(start + Duration.FromHours(1)));
    }

    [Fact]
    public void A_whole_match_day_raises_nothing()
    {
        var world = new World(start: World.Kickoff - Duration.FromHours(9)).With(World.Match(World.Kickoff) with { Knockout = true });
        world.Settings = world.Settings with { FixturesAhead = 1 };

        for (var minute = 0; minute < 60 * 14; minute++)
        {
            world.Tick();
            Assert.Empty(world.Alarms.InAlarm(world.Time.Now));
        }

        Assert.Equal(3, world.Ended.Count);
    }

    [Fact]
    public void A_shortage_lasts_as_long_as_the_match_may_with_extra_time()
    {
        var world = new World(start: World.Kickoff - Duration.FromMinutes(15)).With(World.Match(World.Kickoff) with { Knockout = true });
        while (world.Time.Now < World.Kickoff + DemandWindow.Match + Duration.FromMinutes(20))
        {
            world.Tick();
        }

        world.Pool.Launch.InstanceTypes.SelectMany(type => world.Pool.Launch.Subnets.Select(subnet => (type, subnet))).ToList()
            .ForEach(pair => world.Account.Ec2.Capacity.Limit(pair.type, pair.subnet, 0));
        world.Live.ToList().ForEach(world.Account.Ec2.End);
        world.Tick(4);

        Assert.Contains("ShortBeforeKickoff", world.Alarms.InAlarm(world.Time.Now));
    }

    [Fact]
    public void A_shortage_of_one_minute_wakes_nobody()
    {
        var world = BeforeKickoff();
        world.Tick(10);
        var balancer = world.Account.Balancing.Find(World.Web)!;

        balancer.Zones = new HashSet<string>();
        world.Tick();
        Assert.Equal(3, world.Measured("ShortBeforeKickoff"));
        balancer.Zones = null;
        world.Tick(10);

        Assert.Equal(3, world.Serving.Count());
        Assert.Equal(0, world.Alarms.RaisedUntil("ShortBeforeKickoff", world.Time.Now));
    }

    [Fact]
    public void A_dry_run_that_never_acted_is_short_of_nothing_and_one_that_did_is()
    {
        var tried = BeforeKickoff();
        tried.Settings = tried.Settings with { DryRun = DryRun.Scaling };
        tried.Tick(20);
        Assert.Equal(0, tried.Alarms.RaisedUntil("ShortBeforeKickoff", tried.Time.Now));

        var live = BeforeKickoff();
        live.Tick(10);
        live.Settings = live.Settings with { DryRun = DryRun.Scaling };
        live.Live.ToList().ForEach(live.Account.Ec2.End);
        live.Tick(10);
        Assert.Contains("ShortBeforeKickoff", live.Alarms.InAlarm(live.Time.Now));
    }

    /// <summary>A composite tells only that it went into alarm: what is to hide nothing, or not to be hidden, is in none.</summary>
    [Fact]
    public void Every_alarm_tells_somebody_once()
    {
        Assert.All(AlarmBoard.Names, alarm =>
        {
            var tells = SamTemplate.Find(SamTemplate.Properties(alarm), "AlarmActions") is not null ? 1 : 0;
            Assert.Equal(alarm == "NoAlarmTopic" ? 0 : 1, tells + AlarmBoard.CompositesOf(alarm).Count());
        });
        Assert.Empty(AlarmBoard.CompositesOf("ShortBeforeKickoff"));
        Assert.Equal(["ActNow", "InTheMorning", "FixturesAtRisk"], SamTemplate.OfType("AWS::CloudWatch::CompositeAlarm"));
        Assert.All(
            SamTemplate.OfType("AWS::CloudWatch::CompositeAlarm"),
            composite =>
            {
                Assert.NotNull(SamTemplate.Find(SamTemplate.Properties(composite), "AlarmActions"));
                Assert.Empty(AlarmBoard.Children(composite).Except(AlarmBoard.Names));
            });
    }

    private static World BeforeKickoff() => new World(start: World.Kickoff - Duration.FromMinutes(15)).With(World.Match(World.Kickoff));
}
