namespace Kickoff.Simulation.Drills;

/// <summary>Cuts a failing drill down to what makes it fail.</summary>
public static class Shrinking
{
    /// <summary>
    /// The shortest beginning of the faults with which the drill still fails, and of that beginning only the faults without which it does
    /// not. Answers the drill played that way, with its story.
    /// </summary>
    public static (DrillResult Drill, Cut Cut) Shrink(DrillResult failed)
    {
        var promise = failed.Violation!.Promise;
        var most = 0;
        while (most < failed.Tried && !Fails(new Cut(most, Cut.Nothing.Without)))
        {
            most++;
        }

        var without = new HashSet<int>();
        for (var number = most - 1; number >= 0; number--)
        {
            without.Add(number);
            if (!Fails(new Cut(most, without)))
            {
                without.Remove(number);
            }
        }

        var cut = new Cut(most, without);
        return (Drill.Play(failed.Seed, cut, told: true), cut);

        bool Fails(Cut cut) => Drill.Play(failed.Seed, cut, told: false).Violation?.Promise == promise;
    }
}
