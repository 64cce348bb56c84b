using System.Text;
using Kickoff.Core.Configuration;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Fixtures;
using NodaTime;

namespace Kickoff.Core.Tests;

/// <summary>
/// Files with some edits too many, seeded: whatever stands in them, a reader answers what it read or its faults, and what it read can be
/// planned and stored. A failure names the text.
/// </summary>
public sealed class MutatedFilesTests
{
    private const int Mutations = 1500;

    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 0, 0);

    private static readonly string[] Bits =
    [
        ":", "\n:\n", "? ", "- ", "&a ", "*a", "<<: ", "!!int ", "!!float ", "!", "{", "}", "[", "]", "\"", "'", "\t", "\0", "\u2028",
        "\uFEFF", "\uD800",
        "\"\\ud800\"", "\"\\UFFFFFFFF\"", "#", "|", ">", "%YAML 9.9\n", "---\n", ",", "~", "null", "true", "7", "1.5", "1e999", "\"\"",
        "[]", "{}",
        "{\"name\":1}", "\"9999-12-31\"", "\"-9998-01-01\"", "\"13:00 UTC+19\"", "\"24:00\"", "\"9999-12-31T23:59:59Z\"",
        "99999999999999999999",
        "999999d", "DTSTART:99991231T235959Z\n", "DTSTART;VALUE=DATE:00010101\n", "RRULE:FREQ=DAILY\n", "BEGIN:VEVENT\n", "END:VEVENT\n",
        "TZID=x:",
    ];

    private static readonly string[] FixtureFiles =
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
    ];

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
        Each([Groups], text => _ = new DesiredMemberships(NodeGroupsFile.Read("node_groups.yml", text)));

    [Fact]
    public void A_fleet_is_read_or_faulty_and_can_be_planned() => Each([Fleet], text =>
    {
        foreach (var pool in FleetFile.Read("fleet.yml", text, _ => "#!/bin/sh\n"))
        {
            CapacityTimeline.Of([Scaling.Given.Fixture()], null, pool, Scaling.Given.Kickoff, Scaling.Given.Kickoff + Duration.FromDays(1));
        }
    });

    [Fact]
    public void Fixtures_are_read_or_faulty_and_can_be_planned_and_stored() => Each(FixtureFiles, text =>
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
            var text = Mutated(files[number % files.Length], files, random);
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

#pragma warning disable CA5394 // A seeded sequence is wanted, not an unguessable one.
    private static string Mutated(string text, string[] files, Random random)
    {
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            var at = random.Next(text.Length);
            var lines = text.Split('\n').ToList();
            var line = random.Next(lines.Count);
            switch (random.Next(7))
            {
                case 0:
                    text = text.Insert(at, Bits[random.Next(Bits.Length)]);
                    break;
                case 1:
                    text = text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at));
                    break;
                case 2:
                    lines.Insert(random.Next(lines.Count + 1), lines[line]);
                    text = string.Join('\n', lines);
                    break;
                case 3:
                    lines[line] = Bits[random.Next(Bits.Length)] + lines[line];
                    text = string.Join('\n', lines);
                    break;
                case 4:
                    var other = files[random.Next(files.Length)];
                    var from = random.Next(other.Length);
                    text = text.Insert(at, other.Substring(from, Math.Min(random.Next(100), other.Length - from)));
                    break;
                default:
                    // What stands behind a colon becomes something else.
                    var colon = text.IndexOf(':', at);
                    var end = colon < 0 ? -1 : text.AsSpan(colon + 1).IndexOfAny(",}]\n");
                    text = end < 0 ? text : text[..(colon + 1)] + Bits[random.Next(Bits.Length)] + text[(colon + 1 + end)..];
                    break;
            }

            text = text.Length == 0 ? "x" : text;
        }

        return text;
    }
#pragma warning restore CA5394
}
