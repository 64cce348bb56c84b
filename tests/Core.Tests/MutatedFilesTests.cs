using System.Text;
using Kickoff.Core.Configuration;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Fixtures;
using Kickoff.FixtureTrials;
using NodaTime;

namespace Kickoff.Core.Tests;

/// <summary>
/// Files with some edits too many, seeded: whatever stands in them, a reader answers what it read or its faults, and what it read can be
/// planned and stored. A failure names the text.
/// </summary>
public sealed class MutatedFilesTests
{
    private const int Mutations = 3000;

    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 0, 0);

    private const string Groups =
        """
        base: &base
          classes: {ntp: {servers: [a, b], drift: 1.5}}
        web:
          <<: *base
          priority: 10
          environment: production
          classes: [apache, "a::b"]
          parameters: {loadbalancer_name: web, n: 012, "k": ~}
        "*":
          classes: base

        """;

    private const string Fleet =
        """
        pools:
          web:
            launch:
              image: {owner: "099720109477", name: "ubuntu-*"}
              instance_types: [m7i.large, m6i.large]
              subnets: subnet-0a
              security_groups: [sg-0a]
              user_data: user-data.sh
              tags: {Team: games}
            capacity:
              minimum: 2
              maximum: 40
              ready_before: 30m
              scale_in: {at_most: 25%, every: 5m}
              demand: [{team: Germany, round: Final, servers: 40}, {servers: 4}]
            drain: 5m

        """;

    [Fact]
    public void Node_groups_are_read_or_faulty() =>
        Each([Groups], text => _ = new DesiredMemberships(NodeGroupsFile.Read("node_groups.yml", text), "kickoff"));

    [Fact]
    public void A_fleet_is_read_or_faulty_and_can_be_planned() => Each([Fleet], text =>
    {
        foreach (var pool in FleetFile.Read("fleet.yml", text, _ => "#!/bin/sh\n"))
        {
            CapacityTimeline.Of([Scaling.Given.Fixture()], null, pool, Scaling.Given.Kickoff, Scaling.Given.Kickoff + Duration.FromDays(1));
        }
    });

    [Fact]
    public void Fixtures_are_read_or_faulty_and_can_be_planned_and_stored() => Each(SampleFiles.All, text =>
    {
        var fixtures = FixtureFile.Read("cup.json", text, "Europe/Madrid", null, Now).Fixtures;
        CapacityTimeline.Of(fixtures, null, Scaling.Given.Pool(), Now, Now + Duration.FromDays(1));
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        Assert.All(fixtures, fixture =>
        {
            Assert.InRange(strict.GetByteCount(fixture.Key.Competition), 1, 2048);
            Assert.InRange(strict.GetByteCount(fixture.Key.Id), 1, 1024);
            Assert.True(strict.GetByteCount(fixture.Home + fixture.Away + fixture.Round + fixture.Zone) > 0);
            Assert.True(Enum.IsDefined(fixture.Status));
        });
    });

    private static void Each(string[] files, Action<string> read)
    {
        var random = new Random(2012);
        for (var number = 0; number < Mutations; number++)
        {
            var text = Mutation.Of(files[number % files.Length], files, random);
            try
            {
                read(text);
            }
            catch (Exception fault) when (fault is ConfigurationException or FixtureFileException)
            {
                Assert.NotEmpty(fault.Message);
            }
            catch (Exception other)
            {
                throw new InvalidOperationException($"{other.GetType().Name} for mutation {number}:\n{text}", other);
            }
        }
    }
}
