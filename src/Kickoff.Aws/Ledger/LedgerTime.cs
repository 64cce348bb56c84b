using NodaTime;
using NodaTime.Text;

namespace Kickoff.Aws.Ledger;

/// <summary>
/// How instants are written in the ledger: of one length, so that text compares as time does, and to the last nanosecond.
/// </summary>
internal static class LedgerTime
{
    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fffffffff'Z'");

    public static string Format(Instant instant) => Pattern.Format(instant);

    public static Instant Parse(string text) => Pattern.Parse(text).GetValueOrThrow();
}
