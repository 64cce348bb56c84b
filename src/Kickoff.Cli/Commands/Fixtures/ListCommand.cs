using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Cli.Commands.Fixtures;

internal static class ListCommand
{
    public static Command Create(Globals globals)
    {
        var from = new Option<string?>("--from") { Description = "First day (default: today)" };
        var until = new Option<string?>("--until") { Description = "Last day (default: 7 days later)" };
        var command = new Command(
            "list",
            "The fixtures of some days: where each comes from, and which rule of which pool asks for its servers.\n"
                + "Example: kickoff fixtures list --from 2026-06-11 --until 2026-06-14") { from, until };
        command.SetAction(async (parse, cancel) =>
        {
            var now = Globals.Clock.GetCurrentInstant();
            var begin = (parse.GetValue(from) is { } text ? Times.Parse(text, "--from", now) : now).InUtc().Date;
            var end = parse.GetValue(until) is { } last ? Times.Parse(last, "--until", now).InUtc().Date : begin.PlusDays(7);
            var fixtures = (await globals.Fixtures(parse).OnDaysAsync(begin, end, cancel)).OrderBy(fixture => fixture.Day).ThenBy(
                fixture => fixture.Kickoff).ThenBy(fixture => fixture.Key.Id, StringComparer.Ordinal).ToArray();
            var (pools, output) = (globals.PoolsIfThere(parse), globals.Output(parse));
            if (output.IsJson)
            {
                output.Json(Output.Array(fixtures, fixture => Json(fixture, pools)));
                return ExitCodes.Done;
            }

            var answered = new Dictionary<string, Instant?>(StringComparer.Ordinal);
            foreach (var source in fixtures.Select(fixture => fixture.Source).Distinct(StringComparer.Ordinal)
                .Where(source => FixtureSourceFormats.IsNameOfSource(source)))
            {
                answered[source] = (await globals.FixtureSources(parse).ReadAsync(source, cancel)).Answered;
            }

            output.Table(
                ["kickoff (UTC)", "fixture", "status", "asks for", "source", "competition", "id"],
                [.. fixtures.Select(fixture => (IReadOnlyList<string>)
                [
                    FixturesCommand.When(fixture), fixture.Name, Status(fixture), string.Join("; ", Rules(fixture, pools)),
                    $"{fixture.Source}, {SourcesCommand.Age(answered.GetValueOrDefault(fixture.Source) ?? fixture.ImportedAt, now)}",
                    $"{fixture.Competition}, {fixture.Round}", fixture.Key.Id,
                ])]);
            output.Line(
                string.Create(CultureInfo.InvariantCulture, $"{fixtures.Length} fixtures from {begin:uuuu-MM-dd} to {end:uuuu-MM-dd}"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Status(Fixture fixture) => fixture.RemovedBy is { } by ? $"removed by {by}"
        : fixture.Retired is not null ? "retired"
        : fixture.Missing is not null ? $"{fixture.Status}, missing in its source"
        : fixture.Status.ToString();

    private static IEnumerable<string> Rules(Fixture fixture, ImmutableArray<Pool> pools)
    {
        foreach (var pool in pools)
        {
            var rule = DemandMatch.RuleOf(pool.Capacity, fixture);
            var servers = DemandWindow.Of(fixture, pool.Capacity)?.Servers ?? 0;
            var which = fixture.Servers?.Of(pool.Name) is null && rule is not null
                ? string.Create(CultureInfo.InvariantCulture, $"rule {pool.Capacity.Demand.IndexOf(rule) + 1}")
                : "its own";
            yield return rule is null ? $"{pool.Name}: no rule"
                : string.Create(CultureInfo.InvariantCulture, $"{pool.Name}: {servers} ({which})");
        }
    }

    private static JsonObject Json(Fixture fixture, ImmutableArray<Pool> pools) => new()
    {
        ["competition"] = fixture.Competition,
        ["id"] = fixture.Key.Id,
        ["round"] = fixture.Round,
        ["stage"] = fixture.Stage?.Name(),
        ["home"] = fixture.Home,
        ["away"] = fixture.Away,
        ["day"] = $"{fixture.Day:uuuu-MM-dd}",
        ["kickoff"] = fixture.Kickoff?.ToString(),
        ["zone"] = fixture.Zone,
        ["status"] = fixture.Status.ToString(),
        ["knockout"] = fixture.Knockout,
        ["source"] = fixture.Source,
        ["retired"] = fixture.Retired?.ToString(),
        ["removedBy"] = fixture.RemovedBy,
        ["missing"] = fixture.Missing?.ToString(),
        ["ownServers"] = fixture.Servers?.ToString(),
        ["rules"] = Output.Array(
            pools.Select(pool => (Pool: pool, Rule: DemandMatch.RuleOf(pool.Capacity, fixture))).Where(one => one.Rule is not null),
            one => new JsonObject
            {
                ["pool"] = one.Pool.Name,
                ["rule"] = one.Pool.Capacity.Demand.IndexOf(one.Rule!) is >= 0 and var index ? index + 1 : null,
                ["servers"] = one.Rule!.Servers,
            }),
    };
}
