using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Scaling;

namespace Kickoff.Cli.Commands.Pools;

internal static class AdoptCommand
{
    public static Command Create(Globals globals)
    {
        var pool = new Argument<string>("POOL") { Description = "As the servers' tag kickoff:pool has it" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var command = new Command(
            "adopt",
            "Servers with this stack's and the pool's tags that Kickoff did not launch (the alarm CopiedTags) become the pool's: they are "
                + "drained and ended like any other when they are not wanted.\nExample: kickoff pool adopt backend-production")
        {
            pool, yes,
        };
        command.SetAction(async (parse, cancel) =>
        {
            var name = parse.GetValue(pool)!;
            var servers = await PoolServers.OfAsync(globals, parse, name, cancel);
            var launched = Provenance.Of(servers, await globals.Pools(parse).ReadAsync(name, cancel));
            var strangers = servers.Where(server => !launched.ContainsKey(server.Id)).ToArray();
            if (strangers.Length == 0)
            {
                throw new CommandException(ExitCodes.No, string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nothing to adopt: of {servers.Length} servers with the tags of {name} Kickoff launched, or has adopted, all."));
            }

            PoolServers.Show(strangers);
            if (!Confirmation.IsGiven(
                string.Create(CultureInfo.InvariantCulture, $"May Kickoff drain and end these {strangers.Length}?"), parse.GetValue(yes)))
            {
                throw new CommandException(ExitCodes.No, "Nothing adopted.");
            }

            var (now, by) = (Globals.Clock.GetCurrentInstant(), Settings.User);
            await globals.Pools(parse).AdoptAsync(name, [.. strangers.Select(server => new Adoption(server.Id, now, by))], cancel);
            var output = globals.Output(parse);
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{name}: {strangers.Length} servers adopted"));
            output.Json(new JsonObject
            {
                ["pool"] = name,
                ["adopted"] = Output.Array(strangers, server => JsonValue.Create(server.Id.Value)),
            });
            return ExitCodes.Done;
        });
        return command;
    }
}
