using Kickoff.Core.Configuration;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Tests.Configuration;

public sealed class FixturesFileTests
{
    [Fact]
    public void A_file_says_where_fixtures_come_from_and_what_teams_are_called()
    {
        var settings = FixturesFile.Read("fixtures.yml", """
            sources:
              premier-league:
                url: https://example.org/2025-26/en.1.json
                competition: Premier League
                zone: Europe/London
              bundesliga:
                url: https://example.org/v4/matches?key={ssm:/kickoff/STACK/secrets/key}
                covers: listed
                every: 12h
                live: 2m
                knockout: false
                headers: {X-Auth-Token: "ssm:/kickoff/STACK/secrets/football-data"}
            teams: {Bayern München: [FC Bayern München, "FC Bayern München (GER)", Bayern]}
            competitions: {DFB-Pokal: {knockout: true}}
            unknown_kickoff: "13:00-22:30"
            """);

        Assert.Equal(["premier-league", "bundesliga"], settings.Sources.Select(source => source.Name));
        Assert.Equal(
            (SourceCover.Season, Duration.FromHours(6), Duration.FromMinutes(1), "Europe/London"),
            (settings.Sources[0].Covers, settings.Sources[0].Every, settings.Sources[0].Live, settings.Sources[0].Zone));
        Assert.Equal(
            (SourceCover.Listed, Duration.FromHours(12), Duration.FromMinutes(2), false),
            (settings.Sources[1].Covers, settings.Sources[1].Every, settings.Sources[1].Live, settings.Sources[1].Knockout));
        Assert.Equal(settings.Names.Of("Bayern München"), settings.Names.Of("fc bayern munchen"));
        Assert.True(settings.KnockoutCompetitions["dfb-pokal"]);
        Assert.Equal((new LocalTime(13, 0), new LocalTime(22, 30)), (settings.UnknownKickoff.From, settings.UnknownKickoff.Until));
    }

    [Theory]
    [InlineData("sources: {Premier: {url: https://example.org}}", "1 to 32 small letters")]
    [InlineData("sources: {openfootball: {url: https://example.org}}", "not a format's")]
    [InlineData("sources: {a: {url: http://example.org}}", "https URL")]
    [InlineData("sources: {a: {url: https://me:secret@example.org}}", "without a user")]
    [InlineData("sources: {a: {url: https://example.org?k=ssm:/kickoff/x}}", "{ssm:/kickoff/STACK/secrets/NAME}")]
    [InlineData("sources: {a: {zone: Europe/Berlin}}", "'url' is missing")]
    [InlineData("sources: {a: {url: https://example.org, zone: Europe/Berln}}", "did you mean 'Europe/Berlin'")]
    [InlineData("sources: {a: {url: https://example.org, covers: all}}", "season")]
    [InlineData("sources: {a: {url: https://example.org, every: 10s}}", "from 1m to 7d")]
    [InlineData("sources: {a: {url: https://example.org, headers: {Host: x}}}", "no header that can be set")]
    [InlineData("sources: {a: {url: https://example.org, headers: {X-Key: \"ssm:/other/secret\"}}}", "ssm:/kickoff/STACK/secrets/NAME")]
    [InlineData("sources: {a: {url: https://example.org, evry: 1h}}", "did you mean 'every'")]
    [InlineData("teams: {Bayern: [Bayer], Leverkusen: [BAYER]}", "'bayer' is a name of Bayern and of Leverkusen")]
    [InlineData("competitions: {Pokal: true}", "knockout: true")]
    [InlineData("unknown_kickoff: noon", "12:00-23:00")]
    public void A_slip_is_a_fault_with_its_line(string text, string fault)
    {
        var faulty = Assert.Throws<ConfigurationException>(() => FixturesFile.Read("fixtures.yml", text));

        Assert.Contains(fault, Assert.Single(faulty.Faults).ToString(), StringComparison.Ordinal);
        Assert.StartsWith("fixtures.yml:1: ", faulty.Faults[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_demand_may_name_stages_and_times()
    {
        var capacity = Assert.Single(FleetFile.Read("fleet.yml", """
            pools:
              web:
                launch: {image: ami-12345678, instance_types: m7i.large, subnets: subnet-0a, security_groups: sg-0a}
                capacity:
                  maximum: 4
                  demand:
                    - {stage: [semi_final, final], servers: 4, lasts: 3h, ready_before: 1h, stay_after: 10m}
            """, _ => null)).Capacity;
        var rule = Assert.Single(capacity.Demand);

        Assert.Equal<Stage>([Stage.SemiFinal, Stage.Final], rule.Stages!.All);
        Assert.Equal(
            (Duration.FromHours(3), Duration.FromHours(1), Duration.FromMinutes(10)),
                (rule.Lasts!.Value, rule.ReadyBefore!.Value, rule.StayAfter!.Value));
    }

    [Theory]
    [InlineData("stage: finals", "'stage' takes stages")]
    [InlineData("lasts: 0s", "'lasts' is not zero")]
    [InlineData("lasts: 3d", "'lasts' is at most 2d")]
    [InlineData("ready_before: 8d", "'ready_before' is at most 7d")]
    public void A_slip_in_a_rule_is_a_fault(string slip, string fault) => Assert.Contains(
        fault,
        Assert.Single(Assert.Throws<ConfigurationException>(() => FleetFile.Read("fleet.yml", $$"""
            pools:
              web:
                launch: {image: ami-12345678, instance_types: m7i.large, subnets: subnet-0a, security_groups: sg-0a}
                capacity:
                  maximum: 4
                  demand: [{servers: 4, {{slip}}}]
            """, _ => null)).Faults).Message, StringComparison.Ordinal);
}
