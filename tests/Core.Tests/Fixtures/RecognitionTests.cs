using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Recognition;
using NodaTime;
using static Kickoff.Core.Tests.Fixtures.Season;

namespace Kickoff.Core.Tests.Fixtures;

/// <summary>Cases as real files have them; each names where it was seen.</summary>
public sealed class RecognitionTests
{
    [Fact]
    public void The_same_answer_again_changes_nothing()
    {
        var table = Table(Match("Arsenal", "Chelsea"), Match("Leeds", "Hull", 1));
        var again = Recognize(table, Rows(Match("Arsenal", "Chelsea"), Match("Leeds", "Hull", 1)), Summer + Duration.FromDays(1));

        Assert.Empty(again.ToPut);
        Assert.Equal(2, again.Count(Outcome.Same));
    }

    [Fact]
    public void A_match_on_another_day_has_moved_and_keeps_its_name_in_the_table()
    {
        var table = Table(Match("Arsenal", "Chelsea", round: "Matchday 1"));
        var moved = Assert.Single(Recognize(table, Rows(Match("Arsenal", "Chelsea", 40, "Matchday 1"))).All);

        Assert.Equal((Outcome.Moved, table[0].Key), (moved.Outcome, moved.Is.Key));
        Assert.Contains("same teams", moved.Reason, StringComparison.Ordinal);
    }

    /// <summary>openfootball, en.1 2025-26: eighteen of twenty teams gained FC in one version.</summary>
    [Fact]
    public void All_teams_gain_FC_at_once_and_some_matches_move()
    {
        string[] teams = ["Arsenal", "Chelsea", "Leeds United", "Brighton & Hove Albion"];
        Fixture[] before = [.. AllAgainstAll(teams)];
        Fixture[] after = [.. AllAgainstAll([.. teams.Select(team => team + " FC")]).Select((match, number) => number % 3 == 0
            ? Moved(match, 1) : match)];
        var recognized = Recognize(Table(before), Rows(after));

        Assert.Equal(after.Length, recognized.Count(Outcome.Renamed));
        Assert.Equal(Told(after), Told(After(Table(before), recognized)));
    }

    /// <summary>openfootball's World Cup 2026: "Czech Republic" is nothing like "Czechia".</summary>
    [Fact]
    public void A_team_with_another_name_altogether_is_told_by_whom_it_plays_when()
    {
        string[] teams = ["Mexico", "South Africa", "South Korea", "Czech Republic"];
        Fixture[] after = [.. AllAgainstAll(teams).Select(match => match with
        {
            Home = match.Home.Replace("Czech Republic", "Czechia", StringComparison.Ordinal),
            Away = match.Away.Replace("Czech Republic", "Czechia", StringComparison.Ordinal),
        })];
        after[^1] = Moved(after[^1], 5);
        var recognized = Recognize(Table([.. AllAgainstAll(teams)]), Rows(after));

        Assert.Equal((0, 0), (recognized.Count(Outcome.New), recognized.Count(Outcome.Retired)));
    }

    /// <summary>openfootball's World Cup 2026, and football-data.org's nulls.</summary>
    [Theory]
    [InlineData("W73", "1A")]
    [InlineData("UEFA Path D winner", "3A/B/C/D/F")]
    [InlineData("to be decided", "to be decided")]
    [InlineData("Winner Group A", "Runner-up Group B")]
    [InlineData("Sieger HF 1", "Sieger HF 2")]
    public void Teams_that_become_known_fill_in_what_stood_for_them(string home, string away)
    {
        var table = Table(Match(home, away, 30, "Round of 16"), Match("Spain", "Peru", 3, "Group A"));
        var recognized = Recognize(table, Rows(Match("Spain", "Peru", 3, "Group A"), Match("Brazil", "Norway", 30, "Round of 16")));

        Assert.Equal((1, 1, 2), (recognized.Count(Outcome.FilledIn), recognized.Count(Outcome.Same), recognized.All.Length));
    }

    [Fact]
    public void One_provider_id_holds_though_teams_and_time_become_known_together()
    {
        var table = Table(Match("to be decided", "to be decided", 120, "Final", "football-data-9") with { Kickoff = null });
        var one = Assert.Single(Recognize(table, Rows(Match("Bayern", "Real Madrid", 121, "Final", "football-data-9"))).All);

        Assert.Equal((Outcome.FilledIn, true), (one.Outcome, one.IsMoved));
    }

    /// <summary>Some calendars make their UIDs anew with every download, some count their events.</summary>
    [Theory]
    [InlineData("20260815-0", "20260815-1", "20260819-0", "20260819-1")]
    [InlineData("event-0", "event-1", "event-1", "event-2")]
    public void Ids_that_do_not_last_are_not_believed(string first, string second, string firstLater, string secondLater)
    {
        var table = Table(Match("Arsenal", "Coventry", 0, "", first), Match("Hull", "Leeds", 1, "", second));
        Fixture[] later = [Match("Arsenal", "Coventry", 0, "", firstLater), Match("Hull", "Leeds", 1.1, "", secondLater)];
        var recognized = Recognize(table, Rows(later));

        Assert.Equal(Told(later), Told(After(table, recognized)));
        Assert.Equal((1, 1, 2), (recognized.Count(Outcome.Same), recognized.Count(Outcome.Moved), recognized.All.Length));
    }

    [Fact]
    public void Home_and_away_that_change_places_are_one_match_and_a_return_leg_is_another()
    {
        var table = Table(Match("Arsenal", "Chelsea", round: "Matchday 1"));
        var exchanged = Recognize(table, Rows(Match("Chelsea", "Arsenal", 0.1, "Matchday 1")));
        var leg = Recognize(table, Rows(Match("Arsenal", "Chelsea", round: "Matchday 1"), Match("Chelsea", "Arsenal", 1, "Matchday 1")));
        var later = Recognize(table, Rows(Match("Chelsea", "Arsenal", 90, "Matchday 20")), covers: SourceCover.Listed);

        Assert.Equal(Outcome.Exchanged, Assert.Single(exchanged.All).Outcome);
        Assert.Equal((1, 1), (leg.Count(Outcome.Same), leg.Count(Outcome.New)));
        Assert.Equal(1, later.Count(Outcome.New));
    }

    /// <summary>The Scottish Premiership: the same two meet twice at the same ground.</summary>
    [Fact]
    public void Two_that_could_both_be_it_leave_a_new_one_and_a_warning()
    {
        var table = Table(Match("Celtic", "Rangers", 20), Match("Celtic", "Rangers", 200));
        var recognized = Recognize(table, Rows(Match("Celtic", "Rangers", 110)));

        Assert.Equal((1, 2), (recognized.Count(Outcome.New), recognized.Count(Outcome.Retired)));
        Assert.Contains("line 1: Celtic v Rangers", Assert.Single(recognized.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-25, Outcome.Retired)]
    [InlineData(-24, Outcome.Missing)]
    [InlineData(0, Outcome.Missing)]
    [InlineData(4, Outcome.Missing)]
    public void What_a_season_does_not_have_any_more_is_retired_unless_it_is_near(int hoursFromKickoff, Outcome outcome)
    {
        var table = Table(Match("Arsenal", "Chelsea"), Match("Leeds", "Hull", 30));
        var recognized = Recognize(table, Rows(Match("Leeds", "Hull", 30)), Start + Duration.FromHours(hoursFromKickoff));

        Assert.Equal(1, recognized.Count(outcome));
        Assert.Equal(outcome == Outcome.Retired, After(table, recognized).Any(fixture => fixture.Retired is not null));
    }

    [Fact]
    public void What_is_past_stays_as_history_and_a_list_of_the_next_few_retires_nothing()
    {
        var table = Table(Match("Arsenal", "Chelsea"), Match("Leeds", "Hull", 30));
        var past = Recognize(table, Rows(Match("Leeds", "Hull", 30)), Start + Duration.FromHours(5));
        var listed = Recognize(table, Rows(Match("Arsenal", "Chelsea")), covers: SourceCover.Listed);

        Assert.Empty(past.ToPut);
        Assert.Empty(listed.ToPut);
    }

    /// <summary>Liga MX 2020-21 at openfootball: years later its file had other teams' names, other rounds, other days.</summary>
    [Fact]
    public void A_past_match_in_whose_place_the_source_has_another_that_is_as_old_is_history_written_anew()
    {
        var table = Table(Match("Tigres", "Necaxa", 0, "Jornada 1"), Match("Leeds", "Hull", 30));
        var (rewritten, added) = (Match("Club Uno", "Club Dos", 1, "Apertura, 1"), Match("Club Uno", "Club Dos", 5, "Apertura, 1"));

        Assert.Equal((1, 0, 0), (RetiredBy(rewritten, 20), RetiredBy(added, 20), RetiredBy(rewritten, 0.25)));

        int RetiredBy(Fixture match, double days) =>
            Recognize(table, Rows(match, Match("Leeds", "Hull", 30)), Start + Duration.FromDays(days)).Count(Outcome.Retired);
    }

    [Fact]
    public void A_retired_match_that_comes_back_is_itself_and_one_long_retired_is_forgotten()
    {
        var table = Table(Match("Arsenal", "Chelsea"), Match("Leeds", "Hull", 30));
        var retired = After(table, Recognize(table, Rows(Match("Leeds", "Hull", 30))));
        var back = Recognize(retired, Rows(Match("Arsenal", "Chelsea", 2), Match("Leeds", "Hull", 30)));
        var later = Recognize(retired, Rows(Match("Leeds", "Hull", 30)), Start + Duration.FromDays(31));

        Assert.Equal(Told([Match("Arsenal", "Chelsea", 2), Match("Leeds", "Hull", 30)]), Told(After(retired, back)));
        Assert.Equal(2, After(retired, back).Length);
        Assert.Equal("Arsenal v Chelsea", Assert.Single(retired, fixture => later.ToRemove.Contains(fixture.Key)).Name);
    }

    [Fact]
    public void Older_news_never_overwrites_newer()
    {
        static Fixture At(int minute, FixtureStatus status) => Match("Bayern", "Dortmund", 0, "", "1") with
        {
            Status = status,
            Revision = new Revision(0, Start + Duration.FromMinutes(minute)),
        };
        var table = Table(At(90, FixtureStatus.InPlay));

        Assert.Equal(Outcome.Older, Assert.Single(Recognize(table, Rows(At(-1200, FixtureStatus.Timed))).All).Outcome);
        Assert.Equal(FixtureStatus.Finished, Assert.Single(Recognize(table, Rows(At(110, FixtureStatus.Finished))).ToPut).Status);
    }

    [Fact]
    public void A_status_nobody_knows_leaves_the_one_that_was_known()
    {
        var table = Table(Match("Bayern", "Dortmund") with { Status = FixtureStatus.InPlay });
        FixtureRow[] rows = [new FixtureRow(Match("Bayern", "Dortmund"), 1) { StatusKnown = false }];

        Assert.Empty(Recognize(table, rows).ToPut);
    }

    /// <summary>What 0.1 made of four weekly imports of one Premier League file: 688 fixtures of 380.</summary>
    [Fact]
    public void What_was_imported_before_is_taken_over_and_not_doubled()
    {
        Fixture[] doubled = [Match("Arsenal", "Chelsea", 1), Match("Arsenal FC", "Chelsea FC", 1), Match("Leeds", "Hull", 2)];
        Fixture[] rows = [Match("Arsenal FC", "Chelsea FC", 1), Match("Leeds United FC", "Hull City", 2)];
        var table = After(doubled, Recognize(doubled, Rows(rows)));

        Assert.Equal(Told(rows), Told(table));
        Assert.All(table, fixture => Assert.Equal(Source, fixture.Source));
    }

    [Fact]
    public void Another_sources_fixtures_are_never_written()
    {
        Fixture[] others = [Match("Arsenal", "Chelsea") with { Source = "other" }];
        var recognized = Recognize(others, Rows(Match("Arsenal", "Chelsea", 3)));

        Assert.DoesNotContain(recognized.ToPut, fixture => fixture.Key == others[0].Key);
        Assert.Empty(recognized.ToRemove);
    }

    [Fact]
    public void A_competition_that_is_called_otherwise_keeps_its_fixtures()
    {
        var table = Table(Match("Arsenal", "Chelsea"));
        var renamed = Match("Arsenal", "Chelsea") with { Key = new FixtureKey("Premier League", "x") };
        var recognized = Recognize(table, Rows(renamed));
        var after = After(table, recognized);

        Assert.Equal("Premier League", Assert.Single(after).Competition);
        // Stopped between the two writes it is there twice, and once again the next time.
        var half = Written(table, recognized, 1);
        Assert.Equal(Told(after), Told(After(half, Recognize(half, Rows(renamed)))));
    }

    private static Fixture Moved(Fixture match, double days) =>
        Match(match.Home, match.Away, (match.Kickoff!.Value - Start).TotalDays + days, match.Round);

    private static IEnumerable<Fixture> AllAgainstAll(string[] teams)
    {
        var day = 0;
        foreach (var home in teams)
        {
            foreach (var away in teams.Where(away => away != home))
            {
                yield return Match(home, away, day, $"Matchday {day / 2}");
                day++;
            }
        }
    }
}
