using Kickoff.Local;
using Kickoff.Local.Stage;

namespace Kickoff.MatchDay.Facts;

/// <summary>No tick failed and no event was given up.</summary>
internal static class NothingFailed
{
    public static Fact Of(World world, Story story)
    {
        var dead = world.InstanceEvents.DeadLetters.Count;
        return new Fact(
            "No tick failed and no event ended as a dead letter",
            story.Failures.Count == 0 && dead == 0,
            $"{story.Ticks} ticks, {story.Failures.Count} failed, {dead} dead letters"
                + (story.Failures.Count > 0 ? $"; {story.Failures[0]}" : ""));
    }
}
