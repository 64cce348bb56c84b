using System.Globalization;

namespace Kickoff.Bench.Classification;

/// <summary>Measured times, in milliseconds.</summary>
internal sealed class Percentiles(IEnumerable<double> times)
{
    private readonly double[] _sorted = [.. times.Order()];

    public double Of(int percent) => _sorted[Math.Min(_sorted.Length - 1, _sorted.Length * percent / 100)];

    public string Microseconds(int percent) => string.Create(CultureInfo.InvariantCulture, $"{Of(percent) * 1000:N0} us");

    public string Milliseconds(int percent) => string.Create(CultureInfo.InvariantCulture, $"{Of(percent):N1} ms");
}
