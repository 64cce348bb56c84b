using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Fixtures;

/// <summary>The fixtures table.</summary>
public interface IFixtures
{
    /// <summary>Fixtures whose Day lies in [from, until] (local days as stored; ask a day more on either side of a UTC period).</summary>
    Task<ImmutableArray<Fixture>> OnDaysAsync(LocalDate from, LocalDate until, CancellationToken cancel);

    /// <summary>All of one competition.</summary>
    Task<ImmutableArray<Fixture>> OfCompetitionAsync(string competition, CancellationToken cancel);

    /// <summary>Puts each; progress is told how many are written so far.</summary>
    Task PutAsync(IReadOnlyCollection<Fixture> fixtures, IProgress<int>? progress, CancellationToken cancel);

    Task RemoveAsync(IReadOnlyCollection<FixtureKey> fixtures, CancellationToken cancel);
}
