using System.Collections.Immutable;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Fixtures.Sources;

/// <summary>
/// The fixtures table as plans read it: of what several sources say of one match, one demand is made (<see cref="SharedCompetitions"/>).
/// Where no two sources share a competition it is the table. Whose answers are fresh goes by <paramref name="clock"/>, the real one.
/// </summary>
public sealed class AgreeingFixtures(
    IFixtures table, IFixtureSources states, FixtureSettings settings, IClock clock, IJournal journal) : IFixtures
{
    private readonly SharedCompetitions _shared = new(settings);

    public async Task<ImmutableArray<Fixture>> OnDaysAsync(LocalDate from, LocalDate until, CancellationToken cancel) =>
        (await AgreedOnDaysAsync(from, until, cancel)).Fixtures;

    /// <summary>The same, with what the sources do not agree on.</summary>
    public async Task<AgreedFixtures> AgreedOnDaysAsync(LocalDate from, LocalDate until, CancellationToken cancel)
    {
        var fixtures = await table.OnDaysAsync(from, until, cancel);
        if (!_shared.Sources.Any())
        {
            return new AgreedFixtures(fixtures, []);
        }

        var answered = new Dictionary<string, Instant?>(StringComparer.Ordinal);
        foreach (var source in _shared.Sources)
        {
            answered[source.Name] = await AnsweredAsync(source, cancel);
        }

        return _shared.Agree(fixtures, answered, clock.GetCurrentInstant());
    }

    public Task<ImmutableArray<Fixture>> OfCompetitionAsync(string competition, CancellationToken cancel) =>
        table.OfCompetitionAsync(competition, cancel);

    public Task PutAsync(IReadOnlyCollection<Fixture> fixtures, IProgress<int>? progress, CancellationToken cancel) =>
        table.PutAsync(fixtures, progress, cancel);

    public Task RemoveAsync(IReadOnlyCollection<FixtureKey> fixtures, CancellationToken cancel) => table.RemoveAsync(fixtures, cancel);

    /// <summary>Who is asked in vain counts as one that did not answer: both times are covered whoever owns the match.</summary>
    private async Task<Instant?> AnsweredAsync(FixtureSource source, CancellationToken cancel)
    {
        try
        {
            return (await states.ReadAsync(source.Name, cancel)).Answered;
        }
        catch (UnavailableException unavailable)
        {
            journal.Record(new(JournalLevel.Warning, "source not known", source.Name, unavailable.Message));
            return null;
        }
    }
}
