using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Kickoff.Core.Configuration;

/// <summary>Durations as people write them: <c>30m</c>, <c>1h30m</c>, <c>90s</c>, <c>2d</c>.</summary>
public static partial class DurationText
{
    public static bool TryParse(string? text, out Duration duration)
    {
        duration = Duration.Zero;
        if (text is null || text.Length > 32 || !Form().IsMatch(text))
        {
            return false;
        }

        foreach (Match part in Part().Matches(text))
        {
            if (!int.TryParse(part.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return false;
            }

            duration += part.Groups[2].ValueSpan[0] switch
            {
                'd' => Duration.FromDays(count),
                'h' => Duration.FromHours(count),
                'm' => Duration.FromMinutes(count),
                _ => Duration.FromSeconds(count),
            };
        }

        return true;
    }

    public static string Format(Duration duration)
    {
        if (duration == Duration.Zero)
        {
            return "0s";
        }

        var text = duration < Duration.Zero ? "-" : "";
        var rest = Duration.Max(duration, -duration);
        return text + One(rest.Days, "d") + One(rest.Hours, "h") + One(rest.Minutes, "m") + One(rest.Seconds, "s");

        static string One(int count, string unit) => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture) + unit;
    }

    [GeneratedRegex(@"\A(?:\d{1,6}d)?(?:\d{1,6}h)?(?:\d{1,6}m)?(?:\d{1,6}s)?(?<=[dhms])\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"(\d+)([dhms])")]
    private static partial Regex Part();
}
