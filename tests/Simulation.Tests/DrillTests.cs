using System.Globalization;
using Kickoff.Simulation.Drills;
using Xunit.Abstractions;

namespace Kickoff.Simulation.Tests;

public sealed class DrillTests(ITestOutputHelper output)
{
    private const ulong FirstSeed = 1;

    private const int Seeds = 2000;

    [Fact]
    public void Two_thousand_match_days_with_faults_break_no_promise()
    {
        var series = Series.Play(FirstSeed, Seeds, stop: true, threads: 2);

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"{series.Played} seeds from {FirstSeed}, {series.Faults.Values.Sum()} faults injected"));
        Assert.True(series.Failed.Count == 0, series.Failed.Count == 0 ? "" : Report.Of(series.Failed[0], fullStory: false));
        Assert.Equal(Seeds, series.Played);
    }

    [Fact]
    public void Every_kind_of_fault_is_injected()
    {
        var series = Series.Play(FirstSeed, 300, stop: false, threads: 2);

        Assert.Empty(Enum.GetValues<FaultKind>().Except(series.Faults.Where(fault => fault.Value > 0).Select(fault => fault.Key)));
    }

    [Theory]
    [InlineData(7UL)]
    [InlineData(2187UL)]
    public void A_seed_always_plays_the_same_day(ulong seed)
    {
        var once = Drill.Play(seed, Cut.Nothing, told: true);
        var again = Drill.Play(seed, Cut.Nothing, told: true);

        Assert.NotEmpty(once.Story!.Lines);
        Assert.Equal(once.Story!.Lines, again.Story!.Lines);
    }
}
