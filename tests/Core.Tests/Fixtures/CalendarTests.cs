using Kickoff.Core.Fixtures;
using Kickoff.Fixtures;
using NodaTime;

namespace Kickoff.Core.Tests.Fixtures;

/// <summary>iCalendar as Outlook, Google, clubs and leagues write it (RFC 5545).</summary>
public sealed class CalendarTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 8, 1, 0, 0);

    [Fact]
    public void Outlooks_names_of_zones_are_Windows_names()
    {
        var fixture = One("DTSTART;TZID=GMT Standard Time:20270410T150000\nDTEND;TZID=GMT Standard Time:20270410T170000");

        Assert.Equal((Instant.FromUtc(2027, 4, 10, 14, 0), Duration.FromHours(2)), (fixture.Kickoff!.Value, fixture.Length!.Value));
        Assert.Equal(Instant.FromUtc(2027, 4, 11, 0, 0), One("DTSTART;TZID=\"Eastern Standard Time\":20270410T200000").Kickoff);
    }

    /// <summary>What Outlook, Exchange and Evolution write for a zone where they write no VTIMEZONE.</summary>
    [Theory]
    [InlineData("\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\"", 13)]
    [InlineData("\"(GMT-05:00) Eastern Time, New York\"", 19)]
    [InlineData("\"(UTC) Dublin, Edinburgh, Lisbon, London\"", 14)]
    [InlineData("\"tzone://Microsoft/Utc\"", 15)]
    [InlineData("/freeassociation.sourceforge.net/Tzfile/Europe/Rome", 13)]
    [InlineData("\"GMT+01:00\"", 14)]
    [InlineData("UTC-3", 18)]
    public void A_zone_may_be_called_as_programs_show_it(string zone, int utcHour) => Assert.Equal(
        Instant.FromUtc(2027, 4, 10, utcHour, 0), One($"DTSTART;TZID={zone}:20270410T150000").Kickoff);

    [Fact]
    public void A_city_that_has_another_time_than_its_zone_is_said_to_have_is_not_believed() => Assert.NotEmpty(
        Read("BEGIN:VEVENT\nUID:1\nDTSTART;TZID=\"(UTC+09:00) Berlin\":20270410T150000\nSUMMARY:A v B\nEND:VEVENT\n").Rejected);

    [Theory]
    [InlineData("20270410T150000", 14)]
    [InlineData("20270110T150000", 15)]
    public void A_zone_that_only_the_file_has_is_the_files_own(string local, int utcHour)
    {
        const string Zone = """
            BEGIN:VTIMEZONE
            TZID:Our Ground
            BEGIN:STANDARD
            DTSTART:16011028T020000
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
            TZOFFSETFROM:+0100
            TZOFFSETTO:+0000
            END:STANDARD
            BEGIN:DAYLIGHT
            DTSTART:16010325T010000
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
            TZOFFSETFROM:+0000
            TZOFFSETTO:+0100
            END:DAYLIGHT
            END:VTIMEZONE

            """;
        Assert.Equal(utcHour, One($"DTSTART;TZID=Our Ground:{local}", before: Zone).Kickoff!.Value.InUtc().Hour);
    }

    [Fact]
    public void A_zone_nobody_has_is_its_rows_fault()
    {
        var read = Read("BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Moon/Base:20270410T150000\nSUMMARY:A v B\nEND:VEVENT\n");

        Assert.Contains("Moon/Base", Assert.Single(read.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_time_without_a_zone_is_asked_about_and_the_calendars_own_is_proposed() => Assert.Contains(
        "--zone Europe/London",
        Assert.Throws<FixtureFileException>(() => FixtureFile.Read(
            "BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/London\nBEGIN:VEVENT\nUID:1\n"
                + "DTSTART:20270410T150000\nSUMMARY:A v B\nEND:VEVENT\nEND:VCALENDAR\n",
            new FixtureReading("club.ics", Now))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("DTSTART:20270410T170000Z\nDTEND:20270411T050000Z", 12)]
    [InlineData("DTSTART:20270601T080000Z\nDURATION:PT8H", 8)]
    public void An_event_lasts_until_its_DTEND_or_for_its_DURATION(string times, int hours) =>
        Assert.Equal(Duration.FromHours(hours), One(times, "Game release 2.0").Length);

    [Fact]
    public void Whole_days_are_one_fixture_each()
    {
        var read = Read(
            "BEGIN:VEVENT\nUID:sale\nDTSTART;VALUE=DATE:20270501\nDTEND;VALUE=DATE:20270504\nSUMMARY:Summer sale\nEND:VEVENT\n");

        Assert.Equal([1, 2, 3], read.Fixtures.Select(fixture => fixture.Day.Day));
        Assert.All(read.Fixtures, fixture => Assert.Equal((null, Duration.FromDays(1)), (fixture.Kickoff, fixture.Length)));
        Assert.Equal(3, read.Fixtures.Select(fixture => fixture.Key).Distinct().Count());
    }

    [Fact]
    public void A_match_of_which_only_the_day_is_known_is_no_event_of_a_whole_day() =>
        Assert.Equal((null, null), (One("DTSTART;VALUE=DATE:20270501").Kickoff, One("DTSTART;VALUE=DATE:20270501").Length));

    [Fact]
    public void What_recurs_is_expanded_without_its_exceptions_and_with_what_was_moved()
    {
        var read = Read("""
            BEGIN:VEVENT
            UID:lotto
            DTSTART;TZID=Europe/Berlin:20260801T190000
            RRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=5
            EXDATE;TZID=Europe/Berlin:20260815T190000
            SUMMARY:Lotto draw
            END:VEVENT
            BEGIN:VEVENT
            UID:lotto
            RECURRENCE-ID;TZID=Europe/Berlin:20260808T190000
            DTSTART;TZID=Europe/Berlin:20260808T210000
            SUMMARY:Lotto draw
            END:VEVENT

            """);

        Assert.Equal(
            ["2026-08-01T17:00:00Z", "2026-08-08T19:00:00Z", "2026-08-22T17:00:00Z", "2026-08-29T17:00:00Z"],
            read.Fixtures.Select(fixture => fixture.Kickoff.ToString()!).Order(StringComparer.Ordinal));
        Assert.Equal(4, read.Fixtures.Select(fixture => fixture.ProviderId).Distinct().Count());
    }

    [Fact]
    public void What_recurs_without_an_end_is_expanded_for_a_year() =>
        Assert.InRange(Read("""
            BEGIN:VEVENT
            UID:lotto
            DTSTART;TZID=Europe/Berlin:20200801T190000
            RRULE:FREQ=WEEKLY;BYDAY=SA
            SUMMARY:Lotto draw
            END:VEVENT

            """).Fixtures.Length, 52, 62);

    [Theory]
    [InlineData("Arsenal v Chelsea", "Arsenal", "Chelsea")]
    [InlineData("⚽ Arsenal vs. Chelsea (Premier League)", "Arsenal", "Chelsea")]
    [InlineData("[Away] Loudoun United FC @ Nashville SC", "Nashville SC", "Loudoun United FC")]
    [InlineData("LA Galaxy at Inter Miami", "Inter Miami", "LA Galaxy")]
    [InlineData("Arsenal 2-1 Chelsea", "Arsenal", "Chelsea")]
    [InlineData("FC Bayern München - Borussia Dortmund", "FC Bayern München", "Borussia Dortmund")]
    [InlineData("POSTPONED: Arsenal v Chelsea", "Arsenal", "Chelsea")]
    [InlineData("Arsenal V Chelsea\\, Emirates", "Arsenal", "Chelsea")]
    [InlineData("Paris Saint-Germain – Olympique de Marseille", "Paris Saint-Germain", "Olympique de Marseille")]
    [InlineData("Premier League: Arsenal - Chelsea", "Arsenal", "Chelsea")]
    [InlineData("Premier League - Arsenal v Chelsea", "Arsenal", "Chelsea")]
    [InlineData("Germany (W) v France (W)", "Germany (W)", "France (W)")]
    [InlineData("Game release 2.0", "Game release 2.0", "")]
    public void Home_and_away_are_found_in_what_people_write(string summary, string home, string away)
    {
        var fixture = One("DTSTART:20270410T140000Z", summary);

        Assert.Equal((home, away), (fixture.Home, fixture.Away));
    }

    [Theory]
    [InlineData("POSTPONED: Arsenal v Chelsea", FixtureStatus.Postponed)]
    [InlineData("Arsenal v Chelsea (cancelled)", FixtureStatus.Cancelled)]
    [InlineData("Arsenal 2-1 Chelsea", FixtureStatus.Finished)]
    [InlineData("Arsenal v Chelsea", FixtureStatus.Timed)]
    public void A_summary_may_say_what_became_of_it(string summary, FixtureStatus status) =>
        Assert.Equal(status, One("DTSTART:20270410T140000Z", summary).Status);

    [Fact]
    public void A_cancellation_speaks_of_what_it_names_only()
    {
        var read = Read("METHOD:CANCEL\nBEGIN:VEVENT\nUID:1\nSEQUENCE:3\nDTSTART:20270410T140000Z\nSUMMARY:A v B\nEND:VEVENT\n");

        Assert.Equal((FixtureStatus.Cancelled, 3, true), (read.Fixtures[0].Status, read.Fixtures[0].Revision!.Value.Sequence, read.IsPart));
    }

    private static Fixture One(string times, string summary = "Arsenal v Chelsea", string before = "")
    {
        var read = Read($"{before}BEGIN:VEVENT\nUID:1\n{times}\nSUMMARY:{summary}\nEND:VEVENT\n");
        Assert.Empty(read.Rejected);
        return Assert.Single(read.Fixtures);
    }

    private static ImportResult Read(string events) => FixtureFile.Read(
        $"BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Club\n{events}END:VCALENDAR\n", new FixtureReading("club.ics", Now));
}
