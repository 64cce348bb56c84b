using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using Kickoff.Core.Scaling.Rules;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>docs/scaling.md: the first rule that matches a fixture counts, and no other.</summary>
public sealed class RuleReviewTests
{
    private static readonly TeamNames Bayern =
        new([KeyValuePair.Create("Bayern München", ImmutableArray.Create("FC Bayern", "Bayern"))]);

    [Theory]
    [InlineData("Germany", null, null, "Germany", "Euro *", "Final", true)]
    [InlineData("Germany", null, null, "GERMANY", null, null, true)]
    [InlineData("Ger*", null, null, "Germany", null, null, true)]
    [InlineData("Ger*y", null, null, "Ger*many", null, null, true)]
    [InlineData("Ger*many", null, null, "Ger*y", null, null, false)]
    [InlineData("*", null, null, null, null, null, false)]
    [InlineData(null, null, null, "Germany", null, null, true)]
    [InlineData("Germany", null, null, null, "Euro 2012", null, false)]
    [InlineData("Germany", null, "Final", "Germany", null, null, false)]
    [InlineData(null, "Euro*", null, null, "Euro 2012", "Final", true)]
    [InlineData(null, null, "Final*", null, null, "Final", false)]
    [InlineData(null, null, "final", null, null, "Final", true)]
    [InlineData(null, null, "Matchday *", null, null, "Matchday 7", true)]
    [InlineData("FC Bayern", null, null, "Bayern München", null, null, true)]
    [InlineData("FC*", null, null, "FC Bayern", null, null, false)]
    public void A_rule_behind_one_that_takes_all_of_its_fixtures_never_has_its_turn(
        string? team, string? competition, string? round, string? behindTeam, string? behindCompetition, string? behindRound, bool never)
    {
        var finding = RuleReview.OfRules(Policy(
            new DemandRule(team, competition, round, 1), new DemandRule(behindTeam, behindCompetition, behindRound, 2)));

        Assert.Equal(never, finding.Any(one => one.Number == 2 && one.Text.Contains("is taken by rule 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Stages_may_be_taken_by_several_rules_together()
    {
        var (last, both) = (new DemandRule(null, null, null, 1) { Stages = new([Stage.Final]) },
            new DemandRule("Germany", null, null, 2) { Stages = new([Stage.SemiFinal, Stage.Final]) });
        var semi = last with { Stages = new([Stage.SemiFinal]) };

        Assert.Empty(RuleReview.OfRules(Policy(last, both)));
        Assert.Contains("by rules 1, 2,", Assert.Single(RuleReview.OfRules(Policy(last, semi, both))).Text, StringComparison.Ordinal);
        Assert.Contains(
            "{team: Germany, stage: [semi_final, final], servers: 2}", RuleReview.OfRules(Policy(last, semi, both))[0].Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_is_said_to_be_covered_is_never_the_first_to_match()
    {
        var names = Gen.Elements<string?>(null, "*", "A*", "*b", "A*b", "Ab", "Aab", "B");
        var rounds = Gen.Elements<string?>(null, "Final", "F*", "Matchday 1");
        var stages = Gen.Elements<StageSet?>(null, null, new StageSet([Stage.Final]), new StageSet([Stage.Final, Stage.League]));
        var rule = from team in names
                   from competition in names
                   from round in rounds
                   from stage in stages
                   select new DemandRule(team, competition, round, 1) { Stages = stage };
        var fixture = from home in Gen.Elements("Ab", "Aab", "B", "ab b")
                      from competition in Gen.Elements("Ab", "Aab", "B")
                      from round in Gen.Elements("Final", "Endspiel", "Matchday 1", "")
                      select Given.Fixture(home: home, away: "Z") with
                      {
                          Key = new(competition, "1"),
                          Round = round,
                          Stage = StageText.Read(round),
                      };
        Prop.ForAll(
            rule.ListOf(4).ToArbitrary(), fixture.ListOf(30).ToArbitrary(),
            (rules, fixtures) =>
            {
                var policy = Policy([.. rules]);
                var covered = RuleReview.OfRules(policy).Select(finding => finding.Number - 1).ToHashSet();
                return fixtures.All(one => DemandMatch.RuleOf(policy, one) is not { } first
                    || !covered.Contains(policy.Demand.ToList().FindIndex(rule => ReferenceEquals(rule, first))));
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_rule_that_asks_for_more_than_maximum_is_said() => Assert.Equal(
        "rule 2 {servers: 41} asks for more than 'maximum', which is 40",
        Assert.Single(RuleReview.OfRules(Policy(new DemandRule("Germany", null, null, 40), new DemandRule(null, null, null, 41)))).Text);

    [Theory]
    [InlineData("Germnay", null, "; did you mean 'Germany'?")]
    [InlineData(null, "Euro 2021", "; did you mean 'Euro 2012'?")]
    [InlineData("Wales", null, "fixtures")]
    public void A_rule_that_speaks_of_nothing_is_said_with_what_may_have_been_meant(string? team, string? competition, string end)
    {
        var finding = Assert.Single(RuleReview.Idle(Policy(new DemandRule(team, competition, null, 1)), [Given.Fixture()]));

        Assert.Contains("speaks of none of 1 fixtures", finding.Text, StringComparison.Ordinal);
        Assert.EndsWith(end, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_whose_fixtures_earlier_ones_take_has_none_left_though_none_of_them_covers_it()
    {
        var policy = Policy(new DemandRule("Germany", null, null, 1), new DemandRule("Italy", null, null, 2));

        Assert.Contains("has none left: earlier rules take the 1 ", Assert.Single(RuleReview.Idle(policy, [Given.Fixture()])).Text,
            StringComparison.Ordinal);
        Assert.Empty(RuleReview.Idle(policy, [Given.Fixture(), Given.Fixture(home: "Spain")]));
    }

    [Fact]
    public void Coming_fixtures_of_which_no_rule_of_any_pool_speaks_are_found_and_one_with_zero_servers_is_spoken_of()
    {
        Pool[] pools =
        [
            Given.Pool(demand: new DemandRule("Germany", null, null, 1)), Given.Pool(demand: new DemandRule("Spain", null, null, 0)),
        ];
        Fixture[] fixtures =
        [
            Given.Fixture(), Given.Fixture(home: "Spain", away: "Portugal"), Given.Fixture(home: "England", away: "France"),
            Given.Fixture(home: "Wales", away: "Malta") with { Status = FixtureStatus.Cancelled },
            Given.Fixture(home: "Wales", away: "Malta") with { Retired = Given.Kickoff },
        ];

        Assert.Equal("England", Assert.Single(RuleReview.WithoutRule(pools, fixtures, Given.Kickoff)).Home);
        Assert.Empty(RuleReview.WithoutRule(pools, fixtures, Given.Kickoff + Duration.FromHours(6)));
    }

    private static CapacityPolicy Policy(params DemandRule[] rules) =>
        Given.Pool(demand: rules).Capacity with { Names = Bayern };
}
