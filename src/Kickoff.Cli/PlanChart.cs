using System.Globalization;
using System.Text;
using NodaTime;

namespace Kickoff.Cli;

/// <summary>The step function as columns of blocks, one a slice of the period at its highest.</summary>
internal static class PlanChart
{
    private const int Height = 8;

    private const string Blocks = " ▁▂▃▄▅▆▇█";

    public static string Render(PlannedPool plan)
    {
        var width = Math.Clamp((Console.IsOutputRedirected ? 80 : Console.WindowWidth) - 8, 24, 120);
        var columns = Enumerable.Range(0, width).Select(index => Highest(plan, index, width)).ToArray();
        var peak = Math.Max(1, columns.Max());
        var chart = new StringBuilder();
        for (var row = Height - 1; row >= 0; row--)
        {
            chart.Append(row == Height - 1 ? peak.ToString(CultureInfo.InvariantCulture).PadLeft(5) : row == 0 ? "    0" : "     ").Append(
                " │");
            foreach (var column in columns)
            {
                var eighths = Math.Clamp((int)Math.Ceiling(column * Height * 8.0 / peak) - (row * 8), 0, 8);
                chart.Append(Blocks[eighths]);
            }

            chart.Append('\n');
        }

        var from = Times.Show(plan.From);
        var until = Times.Show(plan.Until);
        return chart.Append("       ").Append(from).Append(until.PadLeft(Math.Max(until.Length + 1, width - from.Length))).ToString();
    }

    private static int Highest(PlannedPool plan, int index, int width)
    {
        var slice = (plan.Until - plan.From) / width;
        var start = plan.From + (slice * index);
        var end = start + slice;
        return Math.Max(
            plan.At(start),
            plan.Steps.Where(step => start <= step.At && step.At < end).Select(step => step.Desired).DefaultIfEmpty().Max());
    }
}
