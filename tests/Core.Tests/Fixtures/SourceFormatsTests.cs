using Kickoff.Core.Fixtures;
using Kickoff.Fixtures;
using NodaTime;

namespace Kickoff.Core.Tests.Fixtures;

/// <summary>Answers in the form of each service's documentation and of reports about what they really send.</summary>
public sealed class SourceFormatsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 1, 0, 0);

    [Theory]
    [InlineData("""{"date":"2026-11-28","time":"20:30","team1":"A","team2":"B","score":{}}""", FixtureStatus.Timed)]
    [InlineData("""{"date":"2026-11-28","time":"20:30","team1":"A","team2":"B","score":{"ft":null}}""", FixtureStatus.Timed)]
    [InlineData("""{"date":"2026-11-28","time":"20:30","team1":"A","team2":"B","score":{"ft":[null,null]}}""", FixtureStatus.Timed)]
    [InlineData("""{"date":"2026-11-28","time":"20:30","team1":"A","team2":"B","score":{"ht":[1,0]}}""", FixtureStatus.Timed)]
    [InlineData("""{"date":"2026-11-28","time":"20:30","team1":"A","team2":"B","score":{"ht":[1,0],"ft":[4,2]}}""", FixtureStatus.Finished)]
    [InlineData("""{"date":"2026-11-28","time":"20:30","team1":"A","team2":"B","score":[4,2]}""", FixtureStatus.Finished)]
    [InlineData("""{"date":"2026-11-28","time":"20:30","team1":"A","team2":"B","status":"ABANDONED"}""", FixtureStatus.Abandoned)]
    [InlineData("""{"date":"2026-11-28","team1":"A","team2":"B","score":{}}""", FixtureStatus.Scheduled)]
    public void An_openfootball_match_is_finished_when_it_has_goals_at_full_time(string row, FixtureStatus status) =>
        Assert.Equal(status, Assert.Single(Read($"{{\"matches\":[{row}]}}").Fixtures).Status);

    [Theory]
    [InlineData("20:45 CET", "2026-11-28T19:45:00Z")]
    [InlineData("15:00 UTC±0", "2026-11-28T15:00:00Z")]
    [InlineData("15:00 UTC", "2026-11-28T15:00:00Z")]
    [InlineData("13:00 UTC-6", "2026-11-28T19:00:00Z")]
    public void An_openfootball_time_may_name_its_zone(string time, string utc) => Assert.Equal(
        utc, Assert.Single(
            Read($$"""{"matches":[{"date":"2026-11-28","time":"{{time}}","team1":"A","team2":"B"}]}""").Fixtures).Kickoff.ToString());

    /// <summary>
    /// LIVE and CANCELED are not in football-data.org's documentation, and are sent; ROUND_1 of a cup has a matchday too.
    /// </summary>
    [Theory]
    [InlineData("LIVE", FixtureStatus.InPlay)]
    [InlineData("CANCELED", FixtureStatus.Cancelled)]
    [InlineData("SUSPENDED", FixtureStatus.Suspended)]
    [InlineData("PENALTY_SHOOTOUT", FixtureStatus.PenaltyShootout)]
    public void A_word_of_football_data_org_is_its_status(string word, FixtureStatus status)
    {
        var read = Read(FootballData(word, "REGULAR_SEASON"));

        Assert.Equal(status, Assert.Single(read.Fixtures).Status);
        Assert.Empty(read.Doubts);
    }

    [Theory]
    [InlineData("HYDRATION_BREAK")]
    [InlineData("TIMED,FINISHED")]
    [InlineData("5")]
    public void A_word_nobody_knows_is_its_rows_warning(string word)
    {
        var read = Read(FootballData(word, "REGULAR_SEASON"));

        Assert.False(Assert.Single(read.Rows).StatusKnown);
        Assert.Contains(word, Assert.Single(read.Doubts).Doubt, StringComparison.Ordinal);
        Assert.Empty(read.Rejected);
    }

    [Theory]
    [InlineData("FINAL", Stage.Final, "Final", true)]
    [InlineData("LAST_16", Stage.RoundOf16, "Last 16", true)]
    [InlineData("GROUP_STAGE", Stage.Group, "Matchday 4", false)]
    [InlineData("REGULAR_SEASON", Stage.League, "Matchday 4", false)]
    [InlineData("ROUND_1", null, "Round 1", true)]
    public void A_knockouts_matchday_is_no_round(string word, Stage? stage, string round, bool knockout)
    {
        var fixture = Assert.Single(Read(FootballData("TIMED", word)).Fixtures);

        Assert.Equal((stage, round, knockout), (fixture.Stage, fixture.Round, fixture.Knockout));
    }

    [Fact]
    public void One_match_of_football_data_org_is_read_and_an_error_of_it_is_a_fault()
    {
        var one = Read("""
            {"id":7,"utcDate":"2026-11-28T18:30:00Z","status":"IN_PLAY","stage":"REGULAR_SEASON","matchday":12,
             "competition":{"name":"Bundesliga"},"homeTeam":{"name":"A"},"awayTeam":{"name":"B"}}
            """);

        Assert.Equal(("Bundesliga", true), (Assert.Single(one.Fixtures).Competition, one.IsPart));
        Assert.Equal("Portugal", Assert.Single(Read("""
            {"head2head":{"numberOfMatches":6},"match":{"id":7,"utcDate":"2026-07-05T19:00:00Z","status":"TIMED","stage":"QUARTER_FINALS",
             "competition":{"name":"Euro"},"homeTeam":{"name":"Portugal"},"awayTeam":{"name":"France"}}}
            """).Fixtures).Home);
        Assert.Contains("over your limit", Assert.Throws<FixtureFileException>(
            () => Read("""{"message":"You are over your limit","errorCode":429}""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rounds_that_are_numbers_are_counted_back_from_the_final()
    {
        var read = Read("""
            [{"MatchNumber":1,"RoundNumber":1,"DateUtc":"2026-06-11 19:00:00Z","HomeTeam":"Mexico","AwayTeam":"South Africa",
              "Group":"Group A"},
             {"MatchNumber":73,"RoundNumber":4,"DateUtc":"2026-06-28 19:00:00Z","HomeTeam":"1A","AwayTeam":"2B","Group":null},
             {"MatchNumber":101,"RoundNumber":7,"DateUtc":"2026-07-14 19:00:00Z","HomeTeam":"TBA","AwayTeam":"TBA","Group":null},
             {"MatchNumber":103,"RoundNumber":8,"DateUtc":"2026-07-18 19:00:00Z","HomeTeam":"TBA","AwayTeam":"TBA","Group":null},
             {"MatchNumber":104,"RoundNumber":8,"DateUtc":"2026-07-19 19:00:00Z","HomeTeam":"TBA","AwayTeam":"TBA","Group":null}]
            """);

        Assert.Equal(
            [Stage.Group, Stage.RoundOf32, Stage.SemiFinal, Stage.ThirdPlace, Stage.Final], read.Fixtures.Select(one => one.Stage!.Value));
        Assert.Equal([false, true, true, true, true], read.Fixtures.Select(one => one.Knockout));
        Assert.Equal("Final", read.Fixtures[^1].Round);
    }

    [Fact]
    public void A_league_of_no_groups_has_matchdays_and_no_final() => Assert.All(Read("""
        [{"MatchNumber":1,"RoundNumber":1,"DateUtc":"2026-09-11 00:20:00Z","HomeTeam":"Seattle Seahawks","AwayTeam":"New England Patriots",
          "Group":null},
         {"MatchNumber":272,"RoundNumber":18,"DateUtc":"2027-01-10 18:00:00Z","HomeTeam":"A","AwayTeam":"B","Group":null}]
        """).Fixtures, fixture => Assert.Equal((false, Stage.League), (fixture.Knockout, fixture.Stage)));

    [Theory]
    [InlineData("epl-2026-GMTStandardTime.csv", "epl-2026", "2026-08-21T19:00:00Z")]
    [InlineData("/home/me/epl-2026-GMTStandardTime (1).csv", "epl-2026", "2026-08-21T19:00:00Z")]
    [InlineData("epl-2026-UTC.csv", "epl-2026", "2026-08-21T20:00:00Z")]
    public void A_download_has_its_zone_in_its_name(string file, string competition, string utc)
    {
        var fixture = Assert.Single(FixtureFile.Read(
            "Match Number,Round Number,Date,Location,Home Team,Away Team,Result\n1,1,21/08/2026 20:00,Emirates Stadium,Arsenal,Coventry,\n",
            new FixtureReading(file, Now)).Fixtures);

        Assert.Equal((competition, utc), (fixture.Competition, fixture.Kickoff.ToString()));
    }

    [Fact]
    public void OpenLigaDB_is_read()
    {
        var fixture = Assert.Single(Read("""
            [{"matchID":80128,"matchDateTime":"2026-06-20T05:00:00","timeZoneID":"W. Europe Standard Time","leagueName":"WM 2026",
              "matchDateTimeUTC":"2026-06-20T03:00:00Z","group":{"groupName":"Gruppe D"},"team1":{"teamName":"Türkei"},
              "team2":{"teamName":"Paraguay"},"matchIsFinished":false,"lastUpdateDateTime":"2026-05-01T12:00:00.123"}]
            """).Fixtures);

        Assert.Equal(("WM 2026", "Türkei", Stage.Group), (fixture.Competition, fixture.Home, fixture.Stage));
        Assert.Equal((Instant.FromUtc(2026, 6, 20, 3, 0), new LocalDate(2026, 6, 20)), (fixture.Kickoff!.Value, fixture.Day));
        Assert.Equal("openligadb-80128", fixture.ProviderId);
    }

    [Theory]
    [InlineData("NS", "no", "20:00:00", FixtureStatus.Timed)]
    [InlineData("Match Finished", "no", "20:00:00", FixtureStatus.Finished)]
    [InlineData("NS", "yes", "20:00:00", FixtureStatus.Postponed)]
    [InlineData("NS", "no", "", FixtureStatus.Scheduled)]
    public void TheSportsDB_is_read(string status, string postponed, string time, FixtureStatus is_)
    {
        var fixture = Assert.Single(Read($$"""
            {"events":[{"idEvent":"441613","strEvent":"Liverpool vs Swansea","strLeague":"English Premier League","intRound":"19",
             "dateEvent":"2026-12-29","strTime":"{{time}}","strHomeTeam":"Liverpool","strAwayTeam":"Swansea","strStatus":"{{status}}",
             "strPostponed":"{{postponed}}"}]}
            """).Fixtures);

        Assert.Equal((is_, time.Length > 0), (fixture.Status, fixture.Kickoff is not null));
    }

    [Theory]
    [InlineData("1H", FixtureStatus.InPlay, true)]
    [InlineData("BT", FixtureStatus.Paused, true)]
    [InlineData("TBD", FixtureStatus.Scheduled, false)]
    [InlineData("PST", FixtureStatus.Postponed, true)]
    public void API_Football_is_read(string word, FixtureStatus status, bool timed)
    {
        var fixture = Assert.Single(Read($$$"""
            {"get":"fixtures","errors":[],"response":[{"fixture":{"id":1047511,"timezone":"UTC","date":"2026-11-28T15:00:00+00:00",
             "status":{"short":"{{{word}}}"}},"league":{"name":"Premier League","round":"Regular Season - 13"},
             "teams":{"home":{"name":"Ipswich"},"away":{"name":"Leeds"} } }]}
            """).Fixtures);

        Assert.Equal((status, timed, Stage.League), (fixture.Status, fixture.Kickoff is not null, fixture.Stage));
    }

    [Theory]
    [InlineData("DFB-Pokal", "1. Runde", true)]
    [InlineData("FA Cup 2026/27", "Round 3", true)]
    [InlineData("Copa del Rey", "Final", true)]
    [InlineData("World Cup 2026", "Group A", false)]
    [InlineData("Bundesliga", "12. Spieltag", false)]
    public void Extra_time_is_possible_from_a_cups_first_round_on(string competition, string round, bool knockout) => Assert.Equal(
        knockout,
        Assert.Single(Read($$"""
            {"name":"{{competition}}","matches":[{"round":"{{round}}","date":"2026-08-14","time":"20:00","team1":"A","team2":"B"}]}
            """).Fixtures).Knockout);

    [Fact]
    public void What_steers_a_terminal_or_turns_writing_round_is_no_part_of_a_name()
    {
        var fixture = Assert.Single(Read(
            """{"matches":[{"round":"1","date":"2026-08-14","time":"20:00","team1":"A\u001b[31m\u202eB","team2":"C\r\nD"}]}""").Fixtures);

        Assert.Equal("A [31mB v C  D", fixture.Name);
    }

    [Fact]
    public void A_page_is_no_file_of_fixtures_and_a_name_of_a_thousand_letters_no_name()
    {
        Assert.Contains("a page", Assert.Throws<FixtureFileException>(() => Read("<!doctype html><html>")).Message,
            StringComparison.Ordinal);
        Assert.Contains("at most 200", Assert.Single(Read(
            $$"""{"matches":[{"num":1,"round":"1","date":"2026-08-14","time":"20:00","team1":"{{new string('a',
                1000)}}","team2":"B"}]}""").Rejected).Reason,
            StringComparison.Ordinal);
    }

    private static string FootballData(string status, string stage) => $$"""
        {"competition":{"name":"WC","type":"CUP"},"matches":[{"id":1,"utcDate":"2026-11-28T18:30:00Z","status":"{{status}}","matchday":4,
         "stage":"{{stage}}","homeTeam":{"name":"A"},"awayTeam":{"name":"B"} }]}
        """;

    private static ImportResult Read(string text) =>
        FixtureFile.Read(text, new FixtureReading("file.json", Now) { Zone = "Europe/Berlin" });
}
