using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Aws.Ledger;

/// <summary>
/// How instants are written in the ledger: of one length, so that text compares as time does, and to the last nanosecond. Every read of a
/// tick parses thousands: times as they always are go a short way, any other by the pattern.
/// </summary>
internal static class LedgerTime
{
    private const string Shape = "0000-00-00T00:00:00.000000000Z";

    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fffffffff'Z'");

    public static string Format(Instant instant) => Pattern.Format(instant);

    public static Instant Parse(string text)
    {
        if (text.Length != Shape.Length)
        {
            return Pattern.Parse(text).GetValueOrThrow();
        }

        for (var i = 0; i < Shape.Length; i++)
        {
            if (Shape[i] == '0' ? !char.IsAsciiDigit(text[i]) : text[i] != Shape[i])
            {
                return Pattern.Parse(text).GetValueOrThrow();
            }
        }

        var (year, month, day) = (Part(0, 4), Part(5, 2), Part(8, 2));
        var (hour, minute, second) = (Part(11, 2), Part(14, 2), Part(17, 2));
        return year is 0 || month is 0 or > 12 || day is 0 or > 28 || hour > 23 || minute > 59 || second > 59
            ? Pattern.Parse(text).GetValueOrThrow()
            : Instant.FromUtc(year, month, day, hour, minute, second).PlusNanoseconds(Part(20, 9));

        int Part(int at, int digits) => int.Parse(text.AsSpan(at, digits), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
