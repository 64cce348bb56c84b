namespace Kickoff.Core.Registration;

/// <summary>
/// Why a membership is wanted as it is. Within one boot it decides who may put a server back that is out: what an event observes may be
/// older than what was decided since (docs/registration.md has the table). Later causes of being out are stronger.
/// </summary>
public enum Cause
{
    /// <summary>In: it runs, and its groups name the load balancer.</summary>
    Mapped,

    /// <summary>In again, by the schedule's or an operator's word.</summary>
    Undrained,

    /// <summary>Out: its groups do not name the load balancer any more. Named again, it comes back.</summary>
    Unmapped,

    /// <summary>Out by the schedule's or an operator's word. No event puts it back, only their word does, or a later boot.</summary>
    Drained,

    /// <summary>Out: EC2 showed it stopping or ending. Only a later boot puts it back.</summary>
    Stopped,

    /// <summary>Out: EC2 showed it terminated. Load balancers drop such a server by themselves.</summary>
    Ended,
}
