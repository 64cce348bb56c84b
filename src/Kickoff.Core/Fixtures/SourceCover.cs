namespace Kickoff.Core.Fixtures;

/// <summary>What a source's answer is of its competition.</summary>
public enum SourceCover
{
    /// <summary>All of it: what is missing is not played any more.</summary>
    Season,

    /// <summary>Some, such as the next few: what is missing is only not listed.</summary>
    Listed,
}
