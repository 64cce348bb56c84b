using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;

namespace Kickoff.Simulation.Drills.Ledger;

/// <summary>Sees what a function's write left in the ledger, read from the items themselves.</summary>
public interface IItemWitness
{
    void MembershipWritten(Membership? before, Membership membership);

    void LaunchWritten(LaunchIntent? before, LaunchIntent after);

    void DrainWritten(string pool, Drain drain);

    void DrainRemoved(string pool, Drain drain);

    void TerminationNoted(Termination termination);

    /// <summary>An item lacks what it needs.</summary>
    void NotWhole(string key, string why);
}
