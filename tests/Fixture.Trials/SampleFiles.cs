namespace Kickoff.FixtureTrials;

/// <summary>A small file of every format.</summary>
internal static class SampleFiles
{
    public static readonly string[] All =
    [
        """
        {"name":"Cup","matches":[
        {"round":"Final","date":"2026-06-11","time":"13:00 UTC-6","team1":{"name":"Mexico"},"team2":"Canada","num":1,"score":{"ft":[1,2]}},
        {"round":"Final","date":"2026-06-12","team1":"A","team2":"B"}]}
        """,
        """
        {"competition":{"name":"WC"},"matches":[
        {"id":1,"utcDate":"2026-06-11T19:00:00Z","status":"TIMED","stage":"GROUP_STAGE","matchday":1,
        "homeTeam":{"name":"A"},"awayTeam":{"shortName":"B"}},
        {"id":2,"utcDate":"2026-06-12T00:00:00Z","lastUpdated":"2026-05-01T00:00:00Z","homeTeam":null,"competition":{"name":"WC"}}]}
        """,
        """
        [{"MatchNumber":1,"RoundNumber":1,"DateUtc":"2026-08-14 19:00:00Z","HomeTeam":"A","AwayTeam":"B","HomeTeamScore":null},
        {"MatchNumber":2,"RoundNumber":"Final","DateUtc":"2026-08-15 19:00:00Z","HomeTeam":"C","AwayTeam":"D","HomeTeamScore":1}]
        """,
        "Match Number,Round Number,Date,Location,Home Team,Away Team,Result\n1,1,14/08/2026 20:00,Stadium,One,Two,\n"
            + "2,1,16/08/2026,S,Three,\"Fo\"\"ur\",1 - 1\n",
        "BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Cup\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\n"
            + "DTSTART;TZID=Europe/Berlin:20260612T204500\n"
            + "DURATION:PT2H\nSUMMARY:A v B\nCATEGORIES:Group A\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20260613\n"
            + "SUMMARY:Draw\nEND:VEVENT\nEND:VCALENDAR\n",
        """
        [{"matchID":1,"matchDateTime":"2026-06-20T05:00:00","timeZoneID":"W. Europe Standard Time","leagueName":"WM","matchDateTimeUTC":
        "2026-06-20T03:00:00Z","group":{"groupName":"Gruppe D"},"team1":{"teamName":"A"},"team2":{"teamName":"B"},"matchIsFinished":false,
        "lastUpdateDateTime":"2026-05-01T12:00:00.123"}]
        """,
        """
        {"events":[{"idEvent":"1","strEvent":"A vs B","strLeague":"L","intRound":"19","dateEvent":"2026-12-29","strTime":"20:00:00",
        "strTimestamp":"2026-12-29T20:00:00","strHomeTeam":"A","strAwayTeam":"B","strStatus":"NS","strPostponed":"no"}]}
        """,
        """
        {"get":"fixtures","errors":[],"response":[{"fixture":{"id":1,"timezone":"UTC","date":"2026-11-28T15:00:00+00:00",
        "status":{"short":"1H","elapsed":23}},"league":{"name":"L","round":"Regular Season - 13"},"teams":{"home":{"name":"A"},
        "away":{"name":"B"}}}]}
        """,
        "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:PUBLISH\nBEGIN:VTIMEZONE\nTZID:Our Ground\nBEGIN:STANDARD\nDTSTART:16011028T020000\n"
            + "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nEND:STANDARD\nBEGIN:DAYLIGHT\n"
            + "DTSTART:16010325T010000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nEND:DAYLIGHT\n"
            + "END:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nSEQUENCE:2\nLAST-MODIFIED:20260101T000000Z\nDTSTART;TZID=Our Ground:20260801T190000\n"
            + "RRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=5\nEXDATE;TZID=Our Ground:20260815T190000\nSUMMARY:Draw\nEND:VEVENT\nBEGIN:VEVENT\n"
            + "UID:1\nRECURRENCE-ID;TZID=Our Ground:20260808T190000\nDTSTART;TZID=Our Ground:20260808T210000\nSUMMARY:Draw\nEND:VEVENT\n"
            + "BEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260504\nSUMMARY:Sale\nEND:VEVENT\nEND:VCALENDAR\n",
    ];
}
