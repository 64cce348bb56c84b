namespace Kickoff.FixtureTrials;

#pragma warning disable CA5394 // A seeded sequence is wanted, not an unguessable one.
/// <summary>One to four edits of a text: something put in, taken out, doubled, or set in a value's place.</summary>
internal static class Mutation
{
    private static readonly string[] Bits =
    [
        ":", "\n:\n", "? ", "- ", "&a ", "*a", "<<: ", "!!int ", "!!float ", "!", "{", "}", "[", "]", "\"", "'", "\t", "\0", "\u2028",
        "\uFEFF", "\uD800",
        "\"\\ud800\"", "\"\\UFFFFFFFF\"", "#", "|", ">", "%YAML 9.9\n", "---\n", ",", "~", "null", "true", "7", "1.5", "1e999", "\"\"",
        "[]", "{}",
        "{\"name\":1}", "\"9999-12-31\"", "\"-9998-01-01\"", "\"13:00 UTC+19\"", "\"24:00\"", "\"9999-12-31T23:59:59Z\"",
        "99999999999999999999",
        "999999d", "DTSTART:99991231T235959Z\n", "DTSTART;VALUE=DATE:00010101\n", "RRULE:FREQ=DAILY\n", "BEGIN:VEVENT\n", "END:VEVENT\n",
        "TZID=x:", "RRULE:FREQ=SECONDLY\n", "RRULE:FREQ=YEARLY;BYMONTH=13\n", "RDATE:20260701T100000Z\n", "EXDATE:99991231T000000Z\n",
        "RECURRENCE-ID:20260701T100000Z\n", "DURATION:-PT5H\n", "DURATION:P99999999D\n", "METHOD:CANCEL\n", "SEQUENCE:99999999999\n",
        "\u202E", "\u001B[31m",
        "\"LIVE\"", "\"HYDRATION_BREAK\"", "{\"ft\":[1,null]}",
    ];

    public static string Of(string text, string[] files, Random random)
    {
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            var at = random.Next(text.Length);
            var lines = text.Split('\n').ToList();
            var line = random.Next(lines.Count);
            switch (random.Next(7))
            {
                case 0:
                    text = text.Insert(at, Bits[random.Next(Bits.Length)]);
                    break;
                case 1:
                    text = text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at));
                    break;
                case 2:
                    lines.Insert(random.Next(lines.Count + 1), lines[line]);
                    text = string.Join('\n', lines);
                    break;
                case 3:
                    lines[line] = Bits[random.Next(Bits.Length)] + lines[line];
                    text = string.Join('\n', lines);
                    break;
                case 4:
                    var other = files[random.Next(files.Length)];
                    var from = random.Next(other.Length);
                    text = text.Insert(at, other.Substring(from, Math.Min(random.Next(100), other.Length - from)));
                    break;
                default:
                    // What stands behind a colon becomes something else.
                    var colon = text.IndexOf(':', at);
                    var end = colon < 0 ? -1 : text.AsSpan(colon + 1).IndexOfAny(",}]\n");
                    text = end < 0 ? text : text[..(colon + 1)] + Bits[random.Next(Bits.Length)] + text[(colon + 1 + end)..];
                    break;
            }

            text = text.Length == 0 ? "x" : text;
        }

        return text;
    }
}
#pragma warning restore CA5394
