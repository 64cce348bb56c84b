using System.Collections.Immutable;

namespace Kickoff.Core.Classification;

/// <summary>What a server is. Only Classified is ever told to Puppet.</summary>
public abstract record ServerClassification
{
    private ServerClassification()
    {
    }

    /// <summary>
    /// Root has <c>classes</c>, <c>parameters</c> and perhaps <c>environment</c>. Collisions are tag keys whose folded parameter name
    /// another tag already had; their values are in <c>ec2_tags</c>.
    /// </summary>
    public sealed record Classified(Sourced.Branch Root, ImmutableArray<string> Collisions) : ServerClassification;

    /// <summary>
    /// No group of it is mapped and there is no <c>"*"</c>. Never an empty classification: Puppet would remove nothing, install nothing
    /// and nobody would notice.
    /// </summary>
    public sealed record NotMapped(ImmutableArray<string> SecurityGroups) : ServerClassification;

    public sealed record Conflicting(MergeConflict Conflict) : ServerClassification;
}
