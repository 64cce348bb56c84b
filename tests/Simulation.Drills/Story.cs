using System.Globalization;
using System.Text.RegularExpressions;
using Kickoff.Cloud.Time;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Simulation.Drills;

/// <summary>A drill as a story: one line for everything that happened, in order.</summary>
public sealed partial class Story(VirtualTime time) : IStory
{
    private static readonly InstantPattern Clock = InstantPattern.CreateWithInvariantCulture("HH:mm:ss.fff");

    private readonly List<Line> _lines = [];

    public void Tell(string who, Func<string> what) => _lines.Add(new(time.Now, who, what()));

    /// <summary>All of it.</summary>
    public IEnumerable<string> Lines => _lines.Select(Print);

    /// <summary>What has to do with this subject, and everything that went wrong.</summary>
    public IEnumerable<string> About(string subject) => _lines
        .Where(line => line.Who is "fault" or "operator" or "demand" or "referee" || line.What.Contains(subject, StringComparison.Ordinal)
            || line.What.StartsWith("runs the tick", StringComparison.Ordinal)
                || line.What.Contains("stands still", StringComparison.Ordinal)
            || line.What.StartsWith("dies", StringComparison.Ordinal))
        .Select(Print);

    private static string Print(Line line) =>
        string.Create(CultureInfo.InvariantCulture, $"{Clock.Format(line.At)}  {line.Who,-11} {LongId().Replace(line.What, "i-$1")}");

    [GeneratedRegex("i-0+([0-9a-f]{5,7})(?![0-9a-f])")]
    private static partial Regex LongId();

    private sealed record Line(Instant At, string Who, string What);
}
