using System.Collections.Frozen;
using Kickoff.Core.Fixtures;

namespace Kickoff.Fixtures;

/// <summary>
/// The words of sources for a status: football-data.org (https://docs.football-data.org/general/v4/match.html, and LIVE and CANCELED, which
/// it sends without naming them there), API-Football (https://www.api-football.com/documentation-v3, Fixtures), TheSportsDB.
/// </summary>
internal static class StatusWord
{
    private static readonly FrozenDictionary<string, FixtureStatus> Words = new Dictionary<FixtureStatus, string>
    {
        [FixtureStatus.Scheduled] = "SCHEDULED TBD TBA TIMETOBEDEFINED",
        [FixtureStatus.Timed] = "TIMED NS NOTSTARTED FIXTURE PREMATCH DELAYED",
        [FixtureStatus.InPlay] = "INPLAY LIVE INPROGRESS 1H 2H FIRSTHALF SECONDHALF FIRSTHALFKICKOFF SECONDHALFSTARTED Q1 Q2 Q3 Q4 OT",
        [FixtureStatus.Paused] = "PAUSED HT HALFTIME BT BREAKTIME BREAK",
        [FixtureStatus.ExtraTime] = "EXTRATIME ET",
        [FixtureStatus.PenaltyShootout] = "PENALTYSHOOTOUT P PENALTYINPROGRESS PENALTIES",
        [FixtureStatus.Finished] = "FINISHED FT AET PEN AP AOT MATCHFINISHED FULLTIME ENDED PLAYED AFTEREXTRATIME AFTERPENALTIES",
        [FixtureStatus.Suspended] = "SUSPENDED SUSP INT INTERRUPTED MATCHSUSPENDED MATCHINTERRUPTED",
        [FixtureStatus.Postponed] = "POSTPONED PST POST POSTP MATCHPOSTPONED VERLEGT APLAZADO",
        [FixtureStatus.Cancelled] = "CANCELLED CANCELED CANC CAN MATCHCANCELLED ANNULLED ABGESAGT",
        [FixtureStatus.Awarded] = "AWARDED AWD AW WO WALKOVER TECHNICALLOSS",
        [FixtureStatus.Abandoned] = "ABANDONED ABD AB ABAN MATCHABANDONED ABGEBROCHEN",
    }.SelectMany(words => words.Value.Split(' ').Select(word => KeyValuePair.Create(word, words.Key)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static FixtureStatus? Read(string word) =>
        Words.TryGetValue(string.Concat(word.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant(), out var status)
        && !word.Contains(',', StringComparison.Ordinal) ? status : null;
}
