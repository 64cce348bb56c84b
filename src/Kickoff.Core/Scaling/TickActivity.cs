using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>Decisions in the words of <c>kickoff history</c>.</summary>
internal static class TickActivity
{
    public const string WouldDoNothing = "would do nothing";

    public static ImmutableArray<Activity> Of(Pool pool, ImmutableArray<FleetAction> actions, Instant now, Func<Guid> newId) =>
        [
            .. actions.Where(action => action is not FleetAction.ForgetDrain).Select(
                action => new Activity(newId(), pool.Name, now, What(action), action.Reason))];

    public static string What(FleetAction action) => action switch
    {
        FleetAction.Undrain undrain => $"put back {undrain.Server.Server.Id}",
        FleetAction.Launch launch => string.Create(CultureInfo.InvariantCulture, $"launch {launch.Count}"),
        FleetAction.StartDrain drain => $"drain {drain.Server.Id}",
        FleetAction.End end => $"end {end.Server.Id}",
        FleetAction.ForgetDrain forget => $"forget the drain of {forget.Instance}",
        FleetAction.Alarm alarm => $"{Alarm}{alarm.Metric.Name}",
        FleetAction.Died died => $"{Died}{died.Instance}",
        _ => throw new InvalidOperationException($"An action nobody knows: {action}"),
    };

    /// <summary>As a dry run has it: what is only said, is.</summary>
    public static Activity Would(Activity activity) =>
        activity.What.StartsWith(Alarm, StringComparison.Ordinal) || activity.What.StartsWith(Died, StringComparison.Ordinal)
            ? activity
            : activity with { What = "would " + activity.What };

    private const string Alarm = "alarm ";

    private const string Died = "died: ";
}
