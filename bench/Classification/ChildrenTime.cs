using System.Globalization;

namespace Kickoff.Bench.Classification;

/// <summary>
/// Processor time of all processes that this one started and saw end, theirs among them, in milliseconds: proc_pid_stat(5), cutime and
/// cstime, in hundredths of a second. What one run leaves of a hundredth, the next begins with: so a mean of many runs is good to less.
/// </summary>
internal static class ChildrenTime
{
    private const double MillisecondsATick = 10;

    public static double Now()
    {
        // The second field is the program's name, in brackets, with anything in it.
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Ticks(fields[13]) + Ticks(fields[14])) * MillisecondsATick;
    }

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
