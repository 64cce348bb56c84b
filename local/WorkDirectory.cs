using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Kickoff.Local;

/// <summary>Directories that one process works in: what a world unpacks, and its logs.</summary>
public static partial class WorkDirectory
{
    /// <summary>
    /// A new directory <c>NAME-PID-ID</c> in <paramref name="parent"/>. Those of the same name whose process has ended are removed first:
    /// a run's logs are there until the next run, and a disk does not fill with worlds.
    /// </summary>
    public static string New(string parent, string name)
    {
        foreach (var left in Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, $"{name}-*").ToArray() : [])
        {
            if (Owner().Match(Path.GetFileName(left)) is { Success: true } owner && owner.Groups["name"].Value == name
                && !IsRunning(int.Parse(owner.Groups["process"].Value, CultureInfo.InvariantCulture)))
            {
                Remove(left);
            }
        }

        return Directory.CreateDirectory(Path.Combine(parent, $"{name}-{Environment.ProcessId}-{Guid.CreateVersion7():N}")).FullName;
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another run that began with us was faster.
        }
    }

    [GeneratedRegex("^(?<name>.+)-(?<process>[0-9]{1,9})-[0-9a-f]{32}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Owner();
}
