using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Recognition;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Scaling;
using Kickoff.Core.Tests.Scaling;
using NodaTime;
using static Kickoff.Core.Tests.Fixtures.Season;

namespace Kickoff.Core.Tests.Fixtures;

/// <summary>What an answer would take away is a person's to accept; what it adds and what ends goes in.</summary>
public sealed class ImportJudgementTests
{
    private static readonly Instant DayBefore = Start - Duration.FromDays(2);

    [Fact]
    public void More_than_half_of_a_weeks_hours_wait_and_half_does_not()
    {
        var table = Table([.. Enumerable.Range(0, 8).Select(number => Match($"Team {number}", $"Guest {number}", number / 4.0))]);
        FixtureRow[] Left(int count) => Rows([.. table.Take(count)]);

        Assert.Empty(Judge(table, Left(4), DayBefore).Objections);
        Assert.Contains("server-hours", Assert.Single(Judge(table, Left(3), DayBefore).Objections), StringComparison.Ordinal);
    }

    [Fact]
    public void A_match_that_has_its_servers_now_does_not_lose_them_by_moving_away()
    {
        var table = Table(Match("Arsenal", "Chelsea"), Match("Leeds", "Hull", 1));
        var judged = Judge(table, Rows(Match("Arsenal", "Chelsea", 3), Match("Leeds", "Hull", 1)), Start - Duration.FromMinutes(20));

        Assert.Contains("Arsenal v Chelsea, for which it has them now", Assert.Single(judged.Objections), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FixtureStatus.Finished)]
    [InlineData(FixtureStatus.Abandoned)]
    public void A_match_that_ends_ends(FixtureStatus status)
    {
        var now = Start + Duration.FromMinutes(115);
        var table = Table(Match("Arsenal", "Chelsea") with { Status = FixtureStatus.InPlay });

        Assert.Empty(Judge(table, Rows(Match("Arsenal", "Chelsea") with { Status = status, ImportedAt = now }), now).Objections);
    }

    [Fact]
    public void A_fixture_that_had_a_rule_and_has_none_waits()
    {
        var pool = Given.Pool(demand: new DemandRule("Arsenal", null, null, 4));
        var table = Table(Match("Arsenal", "Chelsea", 40), Match("Leeds", "Hull", 40));
        var rows = Rows(Match("Gunners", "Chelsea", 40), Match("Leeds", "Hull", 40));

        Assert.Contains("as Arsenal v Chelsea", Assert.Single(Judge(table, rows, DayBefore, pool).Objections), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_objections_have_the_same_print_a_minute_later_and_others_another()
    {
        var table = Table(Match("Arsenal", "Chelsea"), Match("Leeds", "Hull", 0.1), Match("Spurs", "Stoke", 0.2));
        ImportJudgement At(int minutes, int left) => Judge(table, Rows([.. table.Take(left)]), DayBefore + Duration.FromMinutes(minutes));

        Assert.Equal(At(0, 1).Print, At(1, 1).Print);
        Assert.NotEqual(At(0, 1).Print, Judge(table, Rows(Match("Arsenal", "Chelsea", 3)), Start).Print);
    }

    private static ImportJudgement Judge(Fixture[] table, FixtureRow[] rows, Instant now, Pool? pool = null) =>
        ImportJudgement.Of(Recognize(table, rows, now), table, ImmutableArray.Create(pool ?? Given.Pool(2, 400)), now);
}
