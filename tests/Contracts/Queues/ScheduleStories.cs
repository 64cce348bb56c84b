using Kickoff.Cloud.EventBridge;
using Kickoff.Cloud.Time;
using NodaTime;

namespace Kickoff.Contracts.Queues;

/// <summary>https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html.</summary>
public sealed class ScheduleStories
{
    [Theory, CloudOnly("fires no schedule", "eventbridge/latest/userguide/eb-scheduled-rule-pattern.html")]
    public void Every_whole_minute_is_told_of_once_as_it_begins(Told told)
    {
        Assert.Equal(Told.ToCloudAlone, told);
        var kickoff = Instant.FromUtc(2012, 6, 28, 18, 45);
        var time = new VirtualTime(kickoff - Duration.FromNanoseconds(1));
        var ticks = new List<(Instant Tick, Instant At)>();

        MinuteSchedule.Run(time, time.Now, kickoff + Duration.FromMinutes(3), tick => ticks.Add((tick, time.Now)));
        time.RunUntil(kickoff + Duration.FromHours(1));

        Instant[] minutes = [.. Enumerable.Range(0, 3).Select(minute => kickoff + Duration.FromMinutes(minute))];
        Assert.Equal(minutes.Select(minute => (minute, minute)), ticks);
    }
}
