using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Stage;
using NodaTime;

namespace Kickoff.MatchDay;

/// <summary>
/// Plays the day: sets the clock, delivers what events are due, gives a tick, delivers the events that follow, looks, and has every new
/// server classified. Quiet minutes are passed over, so that a day takes a minute.
/// </summary>
internal sealed class Day(World world, DayPlan plan, SteppedClock clock, Classifier classifier, FedDay? fed)
{
    /// <summary>At a time; the Puppet server of 2012 had as many.</summary>
    public const int Classifications = 4;

    private static readonly Duration Minute = Duration.FromMinutes(1);

    private static readonly Duration QuietStep = Duration.FromMinutes(10);

    // By then the fleet is back at its minimum, or never will be.
    private static readonly Duration Patience = Duration.FromHours(4);

    private readonly Observer _observer = new(world);
    private readonly Story _story = new();
    private DayPlan _plan = plan;
    private ImmutableSortedSet<Instant>? _edges;

    public static Task ImportAsync(World world, DayPlan plan, CancellationToken cancel) =>
        Table(world).PutAsync(plan.All, null, cancel);

    /// <summary>The fixtures table as an operator's command reads and writes it.</summary>
    public static IFixtures Table(World world) => new EmulatorCalls(world.Aws, world.Options.Region, caller: "operator", retries: 2)
        .Procedures(world.Options.Stack, world.LedgerTable, world.FixturesTable).Fixtures;

    /// <summary>Also set while the day is being played.</summary>
    public Story Story => _story;

    public async Task<Story> PlayAsync(Action<Moment> show, CancellationToken cancel)
    {
        _story.Source = fed?.Seen ?? [];
        for (var now = _plan.From; ; now = Next(now))
        {
            cancel.ThrowIfCancellationRequested();
            clock.Now = now.ToDateTimeOffset();
            await DeliverAsync(cancel);
            await FeedAsync(now, cancel);
            var tick = await world.TickAsync(clock.Now, cancel);
            _story.Ticks++;
            if (tick.Error is { } error)
            {
                _story.Failures.Add($"tick of {now}: {error.Type}: {error.Message}");
            }

            await DeliverAsync(cancel);
            var (moment, servers) = await _observer.LookAsync(now, _plan);
            _story.Add(moment);
            show(moment);
            await ClassifyAsync(servers, cancel);
            // Late copies of events belong to the day: it is not over while some are still to come.
            var isOver = now >= _plan.Until && IsQuiet(moment) && world.EventPump.Late == 0 && fed?.IsOver != false;
            if (isOver || now >= _plan.Until + Patience)
            {
                return _story;
            }
        }
    }

    private async Task FeedAsync(Instant now, CancellationToken cancel)
    {
        if (fed is not null)
        {
            (_plan, var failure) = await fed.MinuteAsync(_plan, now, cancel);
            _edges = null;
            if (failure is not null)
            {
                _story.Failures.Add(failure);
            }
        }
    }

    private async Task DeliverAsync(CancellationToken cancel)
    {
        world.EventPump.Advance();
        await world.InstanceEventMapping.WhenEmptyAsync(cancel);
    }

    private async Task ClassifyAsync(ImmutableArray<SeenServer> servers, CancellationToken cancel)
    {
        var fresh = servers.Where(server => _story.Servers.Add(server.Id)).Select(server => server.Id).ToArray();
        await Parallel.ForEachAsync(
            fresh, new ParallelOptions { MaxDegreeOfParallelism = Classifications, CancellationToken = cancel }, async (id, token) =>
        {
            var classification = await classifier.ClassifyAsync(id, token);
            lock (_story.Classifications)
            {
                _story.Classifications[id] = classification;
            }
        });
    }

    private Instant Next(Instant now)
    {
        var edges = _edges ??= Edges();
        if (_story.Moments[^1] is { } last && (!IsQuiet(last) || world.EventPump.Late > 0 || fed?.IsWaiting == true))
        {
            return now + Minute;
        }

        var edge = edges.FirstOrDefault(edge => edge > now, now + QuietStep);
        return Instant.Min(edge, now + QuietStep);
    }

    private static bool IsQuiet(Moment moment) => moment.Pools.All(pool => pool.IsQuiet);

    /// <summary>Moments that are never passed over: where the plan changes, where servers must be ready, kickoffs.</summary>
    private ImmutableSortedSet<Instant> Edges() =>
    [
        _plan.Until,
        .. fed?.Edges ?? [],
        .. _plan.Pools.SelectMany(pool => _plan.Timeline(pool).Select(step => step.At)),
        .. _plan.Fixtures.Where(fixture => fixture.Kickoff is not null)
            .SelectMany(fixture => _plan.Pools.SelectMany(
                pool => new[] { fixture.Kickoff!.Value, fixture.Kickoff!.Value - pool.Capacity.ReadyBefore })),
    ];
}
