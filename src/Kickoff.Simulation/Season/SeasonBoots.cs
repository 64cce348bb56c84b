using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.Time;
using NodaTime;

namespace Kickoff.Simulation.Season;

/// <summary>Boots of a season: a triangular distribution, and a share of servers that never come up.</summary>
internal sealed class SeasonBoots(Dice dice, BootTimes times, double neverUp) : IBoots
{
    private static readonly Duration Pending = Duration.FromSeconds(20);

    public Boot Next()
    {
        var ready = Triangular(dice.Share());
        return new Boot(Duration.Min(Pending, ready), dice.Chance(neverUp) ? null : ready, null, Duration.FromSeconds(1));
    }

    public Duration Down() => Duration.FromSeconds(30);

    /// <summary>By inversion (Kotz and van Dorp, Beyond Beta, 2004, chapter 1).</summary>
    private Duration Triangular(double share)
    {
        var (least, usual, most) = (times.Shortest.TotalSeconds, times.Usual.TotalSeconds, times.Longest.TotalSeconds);
        if (most <= least)
        {
            return times.Shortest;
        }

        var turn = (usual - least) / (most - least);
        return Duration.FromSeconds(share < turn
            ? least + Math.Sqrt(share * (most - least) * (usual - least))
            : most - Math.Sqrt((1 - share) * (most - least) * (most - usual)));
    }
}
