using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Kickoff.Aws;
using Kickoff.Core.Fixtures.Feed;
using NodaTime;

namespace Kickoff.FixtureFeed;

/// <summary>A tick of the clock in; sources whose turn it is are asked.</summary>
internal sealed class Function(FeedTick tick, IClock clock)
{
    /// <summary>Seconds, as template.yaml has it.</summary>
    private const int Timeout = 50;

    /// <summary>Left for remembering what came of the last sources before Lambda ends the function.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    public async Task HandleAsync(CloudWatchEvent<JsonElement> scheduled, ILambdaContext context)
    {
        if (scheduled.Time == default)
        {
            throw new InvalidDataException("The event has no time: FixtureFeed takes EventBridge's scheduled events.");
        }

        var left = InvocationTime.Remaining(context.RemainingTime, TimeSpan.FromSeconds(Timeout), Margin);
        using var deadline = new CancellationTokenSource(left);
        var until = clock.GetCurrentInstant() + Duration.FromTimeSpan(left);
        await tick.RunAsync(Instant.FromDateTimeUtc(scheduled.Time.ToUniversalTime()), until, deadline.Token);
    }
}
