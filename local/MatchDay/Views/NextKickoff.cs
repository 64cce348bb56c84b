using System.Globalization;
using NodaTime;

namespace Kickoff.MatchDay.Views;

/// <summary>What the clock of the day says next.</summary>
internal static class NextKickoff
{
    public static string Text(DayPlan plan, Instant now)
    {
        if (plan.Fixtures.FirstOrDefault(fixture => fixture.Kickoff > now) is { } next)
        {
            var minutes = (next.Kickoff!.Value - now).TotalMinutes;
            return string.Create(CultureInfo.InvariantCulture,
                $"{next.Home} v {next.Away} in {minutes:0} min, {Clock.In(next.Kickoff.Value, next.Zone)} in {next.Zone}");
        }

        return plan.Fixtures.LastOrDefault(fixture => fixture.Kickoff <= now) is { } last
            ? $"{last.Home} v {last.Away} has kicked off"
            : "no kickoff time yet";
    }
}
