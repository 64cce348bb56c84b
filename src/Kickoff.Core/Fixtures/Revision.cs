using NodaTime;

namespace Kickoff.Core.Fixtures;

/// <summary>
/// How new a source's own word on a fixture is: iCalendar's SEQUENCE, then LAST-MODIFIED (RFC 5545, 3.8.7), or a provider's lastUpdated.
/// </summary>
public readonly record struct Revision(int Sequence, Instant At) : IComparable<Revision>
{
    public static bool operator <(Revision left, Revision right) => left.CompareTo(right) < 0;

    public static bool operator >(Revision left, Revision right) => left.CompareTo(right) > 0;

    public static bool operator <=(Revision left, Revision right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Revision left, Revision right) => left.CompareTo(right) >= 0;

    public int CompareTo(Revision other) =>
        Sequence != other.Sequence ? Sequence.CompareTo(other.Sequence) : At.CompareTo(other.At);
}
