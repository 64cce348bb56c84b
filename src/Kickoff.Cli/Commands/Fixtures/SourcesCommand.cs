using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Configuration;
using Kickoff.Core.Fixtures.Sources;
using NodaTime;

namespace Kickoff.Cli.Commands.Fixtures;

internal static class SourcesCommand
{
    public static Command Create(Globals globals)
    {
        var command = new Command(
            "sources", "The sources of config/fixtures.yml: how old what they said is, what is wrong, when they are asked next.\n"
                + "Example: kickoff fixtures sources");
        command.SetAction(async (parse, cancel) =>
        {
            var sources = globals.Folder(parse).Fixtures().Sources;
            var (states, now) = (globals.FixtureSources(parse), Globals.Clock.GetCurrentInstant());
            var known = new List<(FixtureSource Source, SourceState State)>();
            foreach (var source in sources)
            {
                known.Add((source, await states.ReadAsync(source.Name, cancel)));
            }

            var output = globals.Output(parse);
            if (output.IsJson)
            {
                output.Json(Output.Array(known, one => Json(one.Source, one.State)));
                return ExitCodes.Done;
            }

            output.Table(
                ["source", "answered", "fixtures", "next", "now"],
                [.. known.Select(one => (IReadOnlyList<string>)
                [
                    one.Source.Name, Age(one.State.Answered, now), one.State.Rows.ToString(CultureInfo.InvariantCulture),
                    one.State.Next is { } next ? Times.Show(next) : "-", Now(one.State),
                ])]);
            output.Line(sources.IsEmpty ? "config/fixtures.yml has no source; fixtures come in by kickoff fixtures import" : "");
            return ExitCodes.Done;
        });
        return command;
    }

    public static string Age(Instant? at, Instant now) => at is not { } then ? "never"
        : now - then < Duration.FromMinutes(1) ? "just now"
        : DurationText.Format(Duration.FromMinutes(Math.Floor((now - then).TotalMinutes))) + " ago";

    private static string Now(SourceState state) => state.Waiting is { } waiting
        ? $"waits to be accepted since {Times.Show(waiting.Since)}: {string.Join("; ", waiting.Objections)}"
        : state.Trouble ?? "well";

    private static JsonObject Json(FixtureSource source, SourceState state) => new()
    {
        ["source"] = source.Name,
        ["answered"] = state.Answered?.ToString(),
        ["asked"] = state.Asked?.ToString(),
        ["next"] = state.Next?.ToString(),
        ["fixtures"] = state.Rows,
        ["trouble"] = state.Trouble,
        ["waits"] = state.Waiting is { } waiting ? Output.Array(waiting.Objections, objection => objection) : null,
    };
}
