using Kickoff.Fixtures;
using NodaTime;

namespace Kickoff.Core.Tests.Fixtures;

/// <summary>Rows that are no fixtures: each is rejected with its line and its neighbours are read.</summary>
public sealed class BadRowsTests
{
    private const string Good = """{"date":"2026-09-01","time":"16:15","team1":"A","team2":"B"}""";

    [Theory]
    [InlineData("""{"date":"2026-09-01","time":"16:15","team1":1.5,"team2":"B"}""", "team1 and team2 are expected")]
    [InlineData("7", "a match is an object")]
    [InlineData("[]", "a match is an object")]
    [InlineData("""{"date":"2026-09-01","time":"16:15 UTC+19","team1":"A","team2":"B"}""", "no place is at UTC+19")]
    [InlineData("""{"date":"2026-09-01","time":"16:15 UTC-12:30","team1":"A","team2":"B"}""", "no place is at UTC-12:30")]
    [InlineData("""{"date":"2026-09-01","time":"16:15","team1":"A\ud83d","team2":"B"}""", "'team1' has half of a character")]
    [InlineData("""{"date":"2026-09-01","\udc00":1,"time":"16:15","team1":"A","team2":"B"}""", "has half of a character")]
    [InlineData("""{"date":"9999-12-31","time":"16:15","team1":"A","team2":"B"}""", "9999 is no year of a match")]
    [InlineData("""{"date":"-0009-12-31","team1":"A","team2":"B"}""", "-9 is no year of a match")]
    [InlineData("""{"date":"2026-09-01","team1":"?","team2":"!"}""", "its id")]
    public void An_openfootball_row_is_rejected_with_its_line(string row, string reason) =>
        Rejected($"{{\"matches\":[\n{Good},\n{row},\n{Good}]}}", reason);

    [Theory]
    [InlineData("7", "a match is an object")]
    [InlineData(
        """{"id":2,"utcDate":"2026-06-11T19:00:00Z","homeTeam":{"name":"\ud800"},"awayTeam":{"name":"B"}}""", "has half of a character")]
    [InlineData("""{"id":2,"utcDate":"9999-12-31T23:59:59Z","homeTeam":7,"awayTeam":{"name":"B"}}""", "9999 is no year of a match")]
    public void A_football_data_row_is_rejected_with_its_line(string row, string reason)
    {
        const string Match =
            """{"id":1,"utcDate":"2026-06-11T19:00:00Z","status":"TIMED","homeTeam":{"name":"A"},"awayTeam":{"name":"B"}}""";
        Rejected($"{{\"matches\":[\n{Match},\n{row},\n{Match}]}}", reason);
    }

    [Theory]
    [InlineData("null", "a match is an object")]
    [InlineData(
        """{"MatchNumber":2,"DateUtc":"2026-08-14 19:00:00Z","HomeTeam":"\udfff","AwayTeam":"B"}""", "'HomeTeam' has half of a character")]
    [InlineData("""{"MatchNumber":2,"DateUtc":"0001-01-01 00:00:00Z","HomeTeam":"A","AwayTeam":"B"}""", "1 is no year of a match")]
    public void A_fixturedownload_row_is_rejected_with_its_line(string row, string reason)
    {
        const string Match = """{"MatchNumber":1,"DateUtc":"2026-08-14 19:00:00Z","HomeTeam":"A","AwayTeam":"B"}""";
        Rejected($"[\n{Match},\n{row},\n{Match}]", reason);
    }

    [Fact]
    public void An_event_of_the_year_9999_is_rejected_with_its_line()
    {
        const string Calendar =
            "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:99991231T235959Z\nSUMMARY:A v B\nEND:VEVENT\nEND:VCALENDAR\n";

        Assert.Equal(new RejectedRow(3, "A v B: 9999 is no year of a match"), Assert.Single(Read(Calendar).Rejected));
    }

    [Theory]
    [InlineData("{\"name\":\"\\ud800\",\"matches\":[]}", "fixtures.json: 'name' has half of a character")]
    [InlineData("{\"matches\":[\n{\"team1\":\"A½\"}]}", "fixtures.json:2: half of a character")]
    [InlineData("Home Team,Away Team,Date\nA½,B,14/08/2026 20:00\n", "fixtures.json:2: half of a character")]
    public void A_file_with_half_a_character_where_no_row_is_is_a_fault(string text, string fault) =>
        Assert.StartsWith(
            fault, Assert.ThrowsAny<FixtureFileException>(() => Read(text.Replace('½', '\uDC00'))).Message, StringComparison.Ordinal);

    private static void Rejected(string text, string reason)
    {
        var read = Read(text);
        var row = Assert.Single(read.Rejected);

        Assert.Equal((3, 2), (row.Line, read.Fixtures.Length));
        Assert.Contains(reason, row.Reason, StringComparison.Ordinal);
    }

    private static ImportResult Read(string text) =>
        FixtureFile.Read("fixtures.json", text, "Europe/Madrid", null, Instant.FromUtc(2026, 1, 1, 0, 0));
}
