using System.Globalization;

namespace Kickoff.MatchDay.Facts;

/// <summary>Whatever the source did, the fixtures table followed within minutes; while it was dead, the table stayed as it was.</summary>
internal static class FollowedItsSource
{
    /// <summary>A source that has failed during its match is asked again within five.</summary>
    private const int MostMinutes = 5;

    public static Fact Of(IReadOnlyList<SourceSeen> seen)
    {
        var followed = seen.Count(one => one.At is { } at && (at - one.Act.At).TotalMinutes <= MostMinutes);
        var longest = seen.Max(one => one.At is { } at ? (at - one.Act.At).TotalMinutes : double.PositiveInfinity);
        return new Fact(
            "Whatever the source did, the plan followed within five minutes; while it was dead, nothing changed",
            followed == seen.Count,
            string.Create(
                CultureInfo.InvariantCulture, $"{followed} of {seen.Count} acts of the source, the slowest after {longest:0} min"));
    }
}
