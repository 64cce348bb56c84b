using Kickoff.Core.Fixtures;
using Kickoff.Fixtures;
using NodaTime;

namespace Kickoff.Core.Tests.Fixtures;

public sealed class FixtureFileTests
{
    private static readonly Instant Imported = Instant.FromUtc(2026, 6, 1, 12, 0);

    [Fact]
    public void The_Euro_2012_semi_final_kicks_off_at_a_quarter_to_nine_in_Berlin()
    {
        var euro = ReadFile("euro-2012.json", null);
        var match = Assert.Single(euro.Fixtures, one => one is { Home: "Germany", Away: "Italy" });

        Assert.Equal("Euro 2012", match.Competition);
        Assert.Equal(Instant.FromUtc(2012, 6, 28, 18, 45), match.Kickoff);
        Assert.True(match.Knockout);
        Assert.Empty(euro.Rejected);
        Assert.Contains(euro.Fixtures, one => !one.Knockout);
    }

    [Theory]
    [InlineData("bundesliga-2024-25.json", 306, 0)]
    [InlineData("bundesliga-2025-26.json", 306, 27)]
    public void A_Bundesliga_season_is_read_whole(string file, int fixtures, int timeless)
    {
        var season = ReadFile(file, "Europe/Berlin");

        Assert.Equal(fixtures, season.Fixtures.Length);
        Assert.Equal(timeless, season.Fixtures.Count(one => one.Kickoff is null));
        Assert.Equal(fixtures, season.Fixtures.Select(one => one.Key).Distinct().Count());
        Assert.Empty(season.Rejected);
    }

    [Fact]
    public void Local_times_without_a_zone_are_asked_for_and_nonsense_is_refused()
    {
        Assert.Contains(
            "--zone", Assert.Throws<FixtureFileException>(() => ReadFile("bundesliga-2024-25.json", null)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "IANA", Assert.Throws<FixtureFileException>(() => ReadFile("bundesliga-2024-25.json", "Berlin")).Message,
            StringComparison.Ordinal);
        Assert.Contains("not JSON", Assert.Throws<FixtureFileException>(() => Read("{", null)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "none of the formats", Assert.Throws<FixtureFileException>(() => Read("hello", null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_may_carry_its_own_offset()
    {
        var read = Read(
            """
            {"name":"World Cup 2026",
             "matches":[{"round":"Matchday 1","date":"2026-06-11","time":"13:00 UTC-6","team1":"Mexico","team2":"South Africa"}]}
            """, "America/Mexico_City");

        Assert.Equal(Instant.FromUtc(2026, 6, 11, 19, 0), Assert.Single(read.Fixtures).Kickoff);
    }

    [Fact]
    public void A_rejected_row_is_named_with_its_line_while_the_others_are_read()
    {
        var read = Read(
            """
            {"name": "Cup", "matches": [
              {"round": "1", "date": "2026-01-01", "time": "20:00", "team1": "A", "team2": "B"},
              {"round": "1", "date": "01.01.2026", "time": "20:00", "team1": "C", "team2": "D"},
              {"round": "1", "date": "2026-01-02", "time": "8pm", "team1": "E", "team2": "F"}
            ]}
            """, "Europe/London");

        Assert.Equal("A", Assert.Single(read.Fixtures).Home);
        Assert.Equal([3, 4], read.Rejected.Select(row => row.Line));
        Assert.Contains("C v D", read.Rejected[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-29", "02:30", "2026-03-29T01:30:00Z", "does not exist")]
    [InlineData("2026-10-25", "02:30", "2026-10-25T00:30:00Z", "comes twice")]
    public void A_kickoff_in_a_gap_or_an_overlap_of_daylight_saving_is_resolved_and_noted(string date, string time, string utc, string note)
    {
        var read = Read(
            $$"""{"name":"Night","matches":[{"round":"1","date":"{{date}}","time":"{{time}}","team1":"A","team2":"B"}]}""",
            "Europe/Berlin");

        Assert.Equal(utc, Assert.Single(read.Fixtures).Kickoff.ToString());
        Assert.Contains(note, Assert.Single(read.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Fixturedownload_is_read_as_JSON_and_as_CSV_and_a_match_keeps_its_id()
    {
        var json = Read(
            """
            [{"MatchNumber":7,"RoundNumber":2,"DateUtc":"2025-02-01 15:00:00Z","Location":"Anfield",
              "HomeTeam":"Liverpool","AwayTeam":"Everton","Group":null,"HomeTeamScore":null}]
            """, null, "Premier League");
        var csv = Read(
            "Match Number,Round Number,Date,Location,Home Team,Away Team,Result\n7,2,01/02/2025 15:00,Anfield,Liverpool,Everton,\n"
                + "8,2,yesterday,Anfield,Leeds,Spurs,\n",
            "Europe/London", "Premier League");

        Assert.Equal(Instant.FromUtc(2025, 2, 1, 15, 0), Assert.Single(json.Fixtures).Kickoff);
        Assert.Equal(Instant.FromUtc(2025, 2, 1, 15, 0), Assert.Single(csv.Fixtures).Kickoff);
        Assert.Equal(json.Fixtures[0].Key, csv.Fixtures[0].Key);
        Assert.Equal(3, Assert.Single(csv.Rejected).Line);
    }

    [Fact]
    public void A_calendar_is_read_with_UTC_zoned_and_all_day_starts_and_what_recurs_is_expanded()
    {
        var read = Read(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//test//EN
            BEGIN:VEVENT
            UID:1@test
            DTSTAMP:20260101T000000Z
            DTSTART:20260611T190000Z
            SUMMARY:Mexico v South Africa
            END:VEVENT
            BEGIN:VEVENT
            UID:2@test
            DTSTAMP:20260101T000000Z
            DTSTART;TZID=Europe/Berlin:20260612T204500
            SUMMARY:Germany - Italy
            END:VEVENT
            BEGIN:VEVENT
            UID:3@test
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20260613
            SUMMARY:Draw
            END:VEVENT
            BEGIN:VEVENT
            UID:4@test
            DTSTAMP:20260101T000000Z
            DTSTART:20260614T190000Z
            RRULE:FREQ=WEEKLY
            SUMMARY:Training
            END:VEVENT
            END:VCALENDAR
            """, "Europe/Berlin", "Cup");

        Assert.Equal(
            [Instant.FromUtc(2026, 6, 11, 19, 0), Instant.FromUtc(2026, 6, 12, 18, 45), null],
            read.Fixtures.Take(3).Select(one => one.Kickoff));
        Assert.Equal(["Mexico", "Germany", "Draw", "Training"], read.Fixtures.Take(4).Select(one => one.Home));
        Assert.Equal(new LocalDate(2026, 6, 13), read.Fixtures[2].Day);
        Assert.Equal(
            [Instant.FromUtc(2026, 6, 14, 19, 0), Instant.FromUtc(2026, 6, 21, 19, 0)],
            read.Fixtures.Skip(3).Take(2).Select(one => one.Kickoff!.Value));
        Assert.Empty(read.Rejected);
    }

    [Fact]
    public void Football_data_brings_the_live_status()
    {
        var read = Read(
            """
            {"competition":{"name":"European Championship"},"matches":[
             {"id":327117,"utcDate":"2026-06-14T19:00:00Z","status":"EXTRA_TIME","stage":"QUARTER_FINALS","matchday":null,
              "lastUpdated":"2026-06-14T21:05:00Z","homeTeam":{"name":"Germany"},"awayTeam":{"name":"Spain"}},
             {"id":327118,"utcDate":"2026-06-15T00:00:00Z","status":"SCHEDULED","stage":"GROUP_STAGE","matchday":2,
              "homeTeam":{"name":"Italy"},"awayTeam":{"name":null}},
             {"id":327119,"utcDate":"soon","status":"TIMED","homeTeam":{"name":"A"},"awayTeam":{"name":"B"}}]}
            """, null);

        Assert.Equal(FixtureStatus.ExtraTime, read.Fixtures[0].Status);
        Assert.True(read.Fixtures[0].Knockout);
        Assert.Equal(Instant.FromUtc(2026, 6, 14, 21, 5), read.Fixtures[0].ImportedAt);
        Assert.Equal("football-data-327117", read.Fixtures[0].Key.Id);
        Assert.Null(read.Fixtures[1].Kickoff);
        Assert.False(read.Fixtures[1].Knockout);
        Assert.Single(read.Rejected);
    }

    private static ImportResult ReadFile(string file, string? zone) =>
        FixtureFile.Read(file, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", file)), zone, null, Imported);

    private static ImportResult Read(string text, string? zone, string? competition = null) =>
        FixtureFile.Read("a file", text, zone, competition, Imported);
}
