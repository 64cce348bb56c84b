using System.Globalization;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Stage;
using NodaTime;

namespace Kickoff.MatchDay.Facts;

/// <summary>After <c>stay_after</c> the fleet drained and ended down to its minimum, none ended before it was drained.</summary>
internal static class DrainedThenEnded
{
    public static Fact Of(World world, DayPlan plan, Story story)
    {
        var ends = world.Aws.Calls.Of("TerminateInstances").Where(call => call.Status == 200)
            .SelectMany(call => call.List("InstanceId").Select(id => (Id: id, call.At, call.Number))).ToArray();
        var drained = ends.Count(
            end => DrainOf(world, end.Id, end.At, end.Number) is { } time && time >= plan.Pools.Min(pool => pool.Drain));
        var early = ends.Count(end => plan.Pools.All(pool => end.At < (Latest(plan, pool) ?? Instant.MinValue).ToDateTimeOffset()));
        var last = story.Moments[^1];
        var atMinimum = plan.Pools.All(pool => last.Pools.Single(one => one.Pool == pool.Name) is { } one
            && one.Launched == plan.At(pool, last.At).Desired && one.InService == one.Launched && one.Launched == pool.Capacity.Minimum);
        var left = string.Join(", ", last.Pools.Select(pool => $"{pool.InService} in {pool.Pool}"));
        return new Fact(
            "After stay_after the fleet was drained and ended down to minimum, none ended before it was drained",
            atMinimum && ends.Length > 0 && drained == ends.Length && early == 0,
            string.Create(CultureInfo.InvariantCulture,
                $"{ends.Length} ended, {drained} of them out of every load balancer for their drain time before; {left} left at "
                    + $"{Clock.Utc(last.At)}"));
    }

    // The end of the pool's first demand: nothing is surplus before.
    private static Instant? Latest(DayPlan plan, Core.Scaling.Pool pool) =>
        plan.Fixtures.Select(fixture => Core.Scaling.DemandWindow.Of(fixture, pool.Capacity)?.End).OfType<Instant>().Cast<Instant?>().Min();

    /// <summary>How long it had been out of its last load balancer; null when it was not taken out.</summary>
    private static Duration? DrainOf(World world, string id, DateTimeOffset end, int before)
    {
        var changes = world.Aws.Calls.All.Where(call => call.Status == 200 && call.Number < before && Names(call).Contains(id)).ToArray();
        var last = changes.GroupBy(
            call => call.Parameters.GetValueOrDefault("LoadBalancerName") ?? call.Parameters["TargetGroupArn"], StringComparer.Ordinal)
            .Select(loadBalancer => loadBalancer.MaxBy(call => call.Number)!).ToArray();
        return last.Length > 0 && last.All(call => call.Action.StartsWith("Deregister", StringComparison.Ordinal))
            ? Duration.FromTimeSpan(end - last.Max(call => call.At))
            : null;
    }

    private static IReadOnlyList<string> Names(EmulatorCall call) => call.Action switch
    {
        "RegisterInstancesWithLoadBalancer" or "DeregisterInstancesFromLoadBalancer" => call.List("Instances.member", ".InstanceId"),
        "RegisterTargets" or "DeregisterTargets" => call.List("Targets.member", ".Id"),
        _ => [],
    };
}
