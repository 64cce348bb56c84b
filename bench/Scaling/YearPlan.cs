using System.Globalization;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Bench.Scaling;

/// <summary>Every change of every pool's capacity in a year, to the second; beside asking for the plan of each minute.</summary>
internal static class YearPlan
{
    /// <summary>Days of one pool that are sampled; the whole is so many times longer.</summary>
    private const int SampledDays = 1;

    public static string Run(int pools, int fixtures)
    {
        var (all, year) = (Inputs.Pools(pools), Inputs.Fixtures(fixtures));
        var steps = 0;
        var line = Measured.LineAsync(
            string.Create(CultureInfo.InvariantCulture, $"a year of {pools} pools and {fixtures:N0} fixtures, CapacityTimeline"), () =>
        {
            steps = all.Sum(pool => CapacityTimeline.Of(year, null, pool, Inputs.NewYear, Inputs.Silvester).Length);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
        return line.Replace(
            "CapacityTimeline", string.Create(CultureInfo.InvariantCulture, $"CapacityTimeline ({steps:N0} steps)"),
            StringComparison.Ordinal);
    }

    public static string RunSampled(int pools, int fixtures)
    {
        var (pool, year) = (Inputs.Pools(1)[0], Inputs.Fixtures(fixtures));
        var scale = pools * 365.0 / SampledDays;
        return Measured.LineAsync(
            string.Create(
                CultureInfo.InvariantCulture, $"the same by the plan of each minute ({SampledDays} day of one pool, times {scale:N0})"),
            () =>
        {
            for (var at = Inputs.NewYear; at < Inputs.NewYear + Duration.FromDays(SampledDays); at += Duration.FromMinutes(1))
            {
                CapacityPlanner.Plan(year, null, pool, at);
            }

            return Task.CompletedTask;
        }, scale, runs: 3).GetAwaiter().GetResult();
    }
}
