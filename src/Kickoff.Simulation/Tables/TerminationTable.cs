using System.Collections.Immutable;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Tables;

/// <summary>The ledger's notes of terminated servers; the first note of a server stays.</summary>
public sealed class TerminationTable(IWitness witness)
{
    private readonly SortedDictionary<InstanceId, Termination> _noted = [];

    public bool Has(InstanceId id) => _noted.ContainsKey(id);

    public void Note(Invocation by, IReadOnlyCollection<Termination> terminations)
    {
        var news = terminations.Where(termination => _noted.TryAdd(termination.Id, termination)).ToImmutableArray();
        witness.TerminationsNoted(by, news);
    }

    public ImmutableArray<Termination> Since(Instant since, int most) =>
        [.. _noted.Values.Where(termination => termination.At >= since).OrderBy(termination => termination.At).ThenBy(termination => termination.Id).Take(most)];
}
