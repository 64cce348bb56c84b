using System.Globalization;

namespace Kickoff.Bench.Registration;

/// <summary>Watches the processes of one program and keeps the largest resident set that the kernel has seen of any.</summary>
internal sealed class PeakMemory : IDisposable
{
    private readonly string _program;
    private readonly Timer _timer;
    private long _bytes;

    public PeakMemory(string program)
    {
        _program = program;
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
    }

    public long Bytes
    {
        get
        {
            Look();
            return Interlocked.Read(ref _bytes);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(
            folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(process, "cmdline")).TrimEnd('\0') == _program)
                {
                    var line = File.ReadLines(Path.Combine(process, "status")).First(
                        line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                    var bytes = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
                    Interlocked.Exchange(ref _bytes, Math.Max(bytes, Interlocked.Read(ref _bytes)));
                }
            }
            catch (Exception gone) when (
                gone is IOException or UnauthorizedAccessException or InvalidOperationException or IndexOutOfRangeException)
            {
                // It ended while we looked.
            }
        }
    }
}
