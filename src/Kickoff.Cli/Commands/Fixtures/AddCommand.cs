using System.CommandLine;
using System.Text.Json.Nodes;
using Kickoff.Core.Configuration;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using Kickoff.Fixtures;
using NodaTime;

namespace Kickoff.Cli.Commands.Fixtures;

internal static class AddCommand
{
    public static Command Create(Globals globals)
    {
        var name = new Argument<string>("NAME") { Description = "\"Germany v Italy\", or an event: \"Game release 2.0\"" };
        var at = new Option<string>("--at") { Description = "When it begins, UTC: 2026-06-11T19:00, 19:00 or +3h", Required = true };
        var lasts = new Option<string?>("--lasts") { Description = "How long, such as 8h (default: as long as a match)" };
        var competition = new Option<string?>("--competition") { Description = "What rules may match it by (default: Added)" };
        var round = new Option<string?>("--round") { Description = "Such as Final" };
        var servers = new Option<string[]>("--servers")
        {
            Description = "How many it asks for whatever the rules say: N, or POOL=N for each of several pools",
        };
        var command = new Command(
            "add",
            "One fixture, or any event that brings a crowd. It asks for the servers that --servers says, else for those that the rules of "
                + "fleet.yml say. No source takes it away.\n"
                + "Example: kickoff fixtures add \"Game release 2.0\" --at 2027-04-10T17:00 --lasts 12h --servers 30")
        {
            name, at, lasts, competition, round, servers,
        };
        command.SetAction(async (parse, cancel) =>
        {
            var now = Globals.Clock.GetCurrentInstant();
            var fixture = Of(
                parse.GetValue(name)!, Times.Parse(parse.GetValue(at)!, "--at", now), Length(parse.GetValue(lasts)),
                parse.GetValue(competition) ?? "Added", parse.GetValue(round) ?? "", now);
            var pools = globals.PoolsIfThere(parse);
            fixture = fixture with { Servers = AddedServers.Read(parse.GetValue(servers) ?? [], pools) };
            var asked = pools.Select(pool => (pool.Name, DemandWindow.Of(fixture, pool.Capacity)?.Servers ?? 0)).Where(one => one.Item2 > 0)
                .ToArray();
            await globals.Fixtures(parse).PutAsync([fixture], null, cancel);
            var output = globals.Output(parse);
            output.Line($"{fixture.Name}, {FixturesCommand.When(fixture)}: {(asked.Length > 0
                ? string.Join("; ", asked.Select(one => $"{one.Item2} servers of {one.Name}"))
                : "no rule of fleet.yml matches it, so it asks for nothing")}");
            output.Json(new JsonObject
            {
                ["competition"] = fixture.Competition,
                ["id"] = fixture.Key.Id,
                ["servers"] = asked.Sum(one => one.Item2),
            });
            return ExitCodes.Done;
        });
        return command;
    }

    private static bool IsName(string text) => text.Length is > 0 and <= CleanText.LongestName && CleanText.Of(text) == text;

    private static Duration? Length(string? text) => text is null ? null
        : DurationText.TryParse(text, out var length) && length > Duration.Zero && length <= Fixture.MostLength ? length
        : throw new CommandException(ExitCodes.Faulty, $"--lasts is a duration such as 8h, at most 2d, not '{text}'.");

    private static Fixture Of(string name, Instant at, Duration? length, string competition, string round, Instant now)
    {
        var teams = name.Split(" v ", 2, StringSplitOptions.TrimEntries);
        if (!IsName(name) || !IsName(competition) || (round.Length > 0 && !IsName(round)))
        {
            throw new CommandException(
                ExitCodes.Faulty,
                "A name is 1 to 200 characters, none of which steers a terminal, turns the direction of writing, or is a space at an end.");
        }

        var stage = StageText.Read(round);
        return new Fixture
        {
            Key = new FixtureKey(competition, $"{OwnFixtures.Source}:{NameFold.Of(name).Replace(' ', '-')}-{at.ToUnixTimeSeconds()}"),
            Round = round,
            Home = teams[0],
            Away = teams.Length > 1 ? teams[1] : "",
            Kickoff = at,
            Day = at.InUtc().Date,
            Zone = "Etc/UTC",
            Status = FixtureStatus.Timed,
            Stage = stage,
            Knockout = stage?.IsKnockout() ?? false,
            Length = length,
            Source = OwnFixtures.Source,
            ImportedAt = now,
        };
    }
}
