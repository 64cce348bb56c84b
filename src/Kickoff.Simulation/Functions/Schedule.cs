using Kickoff.Cloud.Time;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Functions;

/// <summary>Runs ScaleSchedule for a tick, with the settings of template.yaml.</summary>
public sealed class Schedule(Deployment deployment, FunctionHost host, IStory story)
{
    public static readonly Duration FunctionTimeout = Duration.FromSeconds(50);

    public Invocation Tick(Instant tick, Action<Invocation, Exception?>? ended = null) => host.Run(
        "tick",
        FunctionTimeout,
        invocation =>
        {
            story.Tell(invocation.Name, () => $"runs the tick of {tick}");
            return deployment.ScaleSchedule(invocation)
                .RunAsync(tick, deployment.ClockOf(invocation)
                    .GetCurrentInstant() + FunctionTimeout - FunctionHost.Notice, invocation.Deadline);
        },
        ended ?? ((_, _) => { }));
}
