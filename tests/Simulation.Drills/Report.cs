using System.Globalization;
using System.Text;

namespace Kickoff.Simulation.Drills;

/// <summary>A failing drill for people to read: the seed, the faults that matter, and how it came about.</summary>
public static class Report
{
    public static string Of(DrillResult failed, bool fullStory)
    {
        var (drill, cut) = Shrinking.Shrink(failed);
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

        Line($"seed {failed.Seed}: {failed.Violation!.Promise}");
        Line($"{drill.Violation?.Subject}: {drill.Violation?.What}");
        Line($"It takes {cut.Most - cut.Without.Count} of the first {cut.Most} faults (of {failed.Tried}).");
        Line($"Play it again: eng/simulate --seed {failed.Seed}");
        text.AppendLine();
        foreach (var line in fullStory ? drill.Story!.Lines : drill.Story!.About(drill.Violation?.Subject ?? ""))
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }
}
