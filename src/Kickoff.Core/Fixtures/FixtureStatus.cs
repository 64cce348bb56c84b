namespace Kickoff.Core.Fixtures;

/// <summary>
/// football-data.org's statuses (https://docs.football-data.org/general/v4/match.html), and one more that other sources have.
/// </summary>
public enum FixtureStatus
{
    Scheduled,
    Timed,
    InPlay,
    Paused,
    ExtraTime,
    PenaltyShootout,
    Finished,

    /// <summary>Stopped, and it may go on the same day.</summary>
    Suspended,
    Postponed,
    Cancelled,
    Awarded,

    /// <summary>Stopped for good before its end: it ended when that was said.</summary>
    Abandoned,
}

public static class FixtureStatuses
{
    /// <summary>Being played, as far as its source knows.</summary>
    public static bool IsOn(this FixtureStatus status) => status is FixtureStatus.InPlay or FixtureStatus.Paused
        or FixtureStatus.ExtraTime or FixtureStatus.PenaltyShootout or FixtureStatus.Suspended;

    /// <summary>It ended, and when that was said is when.</summary>
    public static bool IsOver(this FixtureStatus status) => status is FixtureStatus.Finished or FixtureStatus.Abandoned;

    /// <summary>It is not played as planned, and asks for nothing.</summary>
    public static bool IsOff(this FixtureStatus status) =>
        status is FixtureStatus.Postponed or FixtureStatus.Cancelled or FixtureStatus.Awarded;
}
