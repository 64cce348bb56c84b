using System.Collections.Concurrent;
using System.Globalization;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Fixtures.Feed;

/// <summary>Of one function; MaxTickAge holds behind the real clock and ahead of it.</summary>
public sealed record FeedSettings(string Stack, Duration MaxTickAge);

/// <summary>
/// One minute of the feed: asks the sources whose turn it is, several at once, and measures whose word has become old or waits. What
/// befalls one source costs that source.
/// </summary>
public sealed class FeedTick(
    FixtureSettings fixtureSettings, IFixtureSources states, IFixtures fixtures, SourcePoll poll, IClock clock, IJournal journal,
    FeedSettings settings)
{
    private const int AtOnce = 4;

    /// <summary>A match may be on since yesterday, and days are those of its place.</summary>
    private const int DaysBehind = 2;

    private const int DaysAhead = 2;

    /// <summary>For a download and what its answer changes; with less left, the source's turn comes a minute later.</summary>
    private static readonly Duration ForOne = Duration.FromSeconds(25);

    /// <param name="tick">The minute it is for: polls and states go by it.</param>
    /// <param name="until">When it must be done, on the real clock.</param>
    /// <param name="cancel">Stops it; what was begun counts as a failure of its source.</param>
    public async Task RunAsync(Instant tick, Instant until, CancellationToken cancel)
    {
        if (TickAge.IsRefused(tick, clock.GetCurrentInstant(), settings.MaxTickAge, journal))
        {
            return;
        }

        var faults = new ConcurrentQueue<Exception>();
        var known = new ConcurrentDictionary<string, SourceState>(StringComparer.Ordinal);
        await InParallel.EachAsync(fixtureSettings.Sources, AtOnce, source => AloneAsync(
            source.Name, faults, async () => known[source.Name] = await states.ReadAsync(source.Name, cancel), cancel));
        var sources = fixtureSettings.Sources.Where(source => known.ContainsKey(source.Name)).ToArray();
        var day = tick.InUtc().Date;
        var coming = await fixtures.OnDaysAsync(day.PlusDays(-DaysBehind), day.PlusDays(DaysAhead), cancel);
        var due = PollTimes.Due(sources.Select(source => (source, known[source.Name])), coming, tick);
        var left = 0;
        await InParallel.EachAsync(due, AtOnce, async one =>
        {
            if (clock.GetCurrentInstant() + ForOne > until)
            {
                Interlocked.Increment(ref left);
                return;
            }

            await AloneAsync(
                one.Source.Name, faults, async () => known[one.Source.Name] = await poll.AskAsync(one, tick, cancel), cancel);
        });
        if (left > 0)
        {
            journal.Record(new(JournalLevel.Warning, "sources left", settings.Stack, string.Create(
                CultureInfo.InvariantCulture, $"no time for {left} of {due.Length}; they come first in the next minute")));
        }

        foreach (var source in sources)
        {
            Measure(source, known[source.Name], coming, tick);
        }

        if (!faults.IsEmpty)
        {
            throw new AggregateException("Sources met what nobody foresaw; the others went on.", faults);
        }
    }

    private void Measure(FixtureSource source, SourceState state, IReadOnlyCollection<Fixture> coming, Instant tick)
    {
        if (Staleness.Of(source, state, coming, tick) is { } age)
        {
            journal.Record(new(JournalLevel.Warning, "source stale", source.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"a match of it is near, and it has not answered since {state.Answered}: {state.Trouble ?? "it was not asked"}")));
            journal.Measure(Metrics.FixturesStale.Of(source.Name, Math.Max(1, Math.Floor(age.TotalSeconds))));
        }

        if (state.Waiting is { } waiting)
        {
            journal.Measure(Metrics.FixturesWaiting.Of(source.Name, waiting.Objections.Length));
        }
    }

    /// <summary>A service that does not answer is the source's bad luck; what nobody foresaw is told when the others are done.</summary>
    private async Task AloneAsync(string source, ConcurrentQueue<Exception> faults, Func<Task> act, CancellationToken cancel)
    {
        try
        {
            await act();
        }
        catch (UnavailableException unavailable)
        {
            journal.Record(new(JournalLevel.Warning, "source stopped", source, unavailable.Message));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            journal.Record(new(JournalLevel.Warning, "source stopped", source, "the function's time is over"));
        }
#pragma warning disable CA1031 // Whatever it is, it is this source's.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            journal.Record(new(JournalLevel.Error, "source stopped", source, $"{fault.GetType().Name}: {fault.Message}"));
            faults.Enqueue(fault);
        }
    }
}
