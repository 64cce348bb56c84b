using System.Reflection;
using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Kickoff.Aws;
using Kickoff.Core.Scaling;
using Kickoff.Core.Tests.Registration;
using Kickoff.ScaleSchedule;
using NodaTime;

namespace Kickoff.Functions.Tests;

public sealed class ScaleScheduleTests
{
    // The event of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html, with another time.
    private const string Event = """
        {
          "version": "0",
          "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
          "detail-type": "Scheduled Event",
          "source": "aws.events",
          "account": "123456789012",
          "time": "2012-06-28T17:00:00Z",
          "region": "eu-west-1",
          "resources": ["arn:aws:events:eu-west-1:123456789012:rule/my-scheduled-rule"],
          "detail": {}
        }
        """;

    private readonly World _world = new();
    private readonly LedgerHeldByAnother _ledger;
    private readonly IPoolLedger _port;

    public ScaleScheduleTests()
    {
        _port = DispatchProxy.Create<IPoolLedger, LedgerHeldByAnother>();
        _ledger = (LedgerHeldByAnother)(object)_port;
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(50, false)]
    [InlineData(86_400, false)]
    [InlineData(1, true)]
    public async Task A_tick_is_of_the_events_time_and_has_what_remains_less_two_seconds(double secondsLeft, bool isOver)
    {
        await HandleAsync(Event, secondsLeft);

        Assert.NotEmpty(_ledger.Ticks);
        Assert.All(_ledger.Ticks, tick => Assert.Equal((Instant.FromUtc(2012, 6, 28, 17, 0), isOver), tick));
    }

    [Fact]
    public async Task An_event_without_a_time_is_refused() => await Assert.ThrowsAsync<InvalidDataException>(() => HandleAsync("{}", 50));

    private Task HandleAsync(string json, double secondsLeft)
    {
        var pools = new ConfigurationFolder(Path.Combine(AppContext.BaseDirectory, "config")).Pools();
        var function = new ScaleSchedule.Function(new ScaleTick(
            pools, _world.Servers, _world.LoadBalancers, _port, null!, _world.Desired, null!, _world, TimeProvider.System, _world, () => "owner",
            new TickSettings("the-stack", Duration.FromMinutes(5))), _world);
        ILambdaSerializer serializer = new SourceGeneratorLambdaJsonSerializer<ScaleScheduleJson>();
        return function.HandleAsync(Invocation.Event<CloudWatchEvent<JsonElement>>(serializer, json), Invocation.With(secondsLeft));
    }
}

/// <summary>Says of every lease that another tick has it, and keeps which ticks asked and whether their time was over.</summary>
public class LedgerHeldByAnother : DispatchProxy
{
    internal List<(Instant Tick, bool IsOver)> Ticks { get; } = [];

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod?.Name != nameof(IPoolLedger.AcquireAsync))
        {
            throw new NotSupportedException(targetMethod?.Name);
        }

        Ticks.Add(((Instant)args![2]!, ((CancellationToken)args[^1]!).IsCancellationRequested));
        return Task.FromResult<LeaseAnswer>(new LeaseAnswer.HeldByAnother(Instant.MaxValue));
    }
}
