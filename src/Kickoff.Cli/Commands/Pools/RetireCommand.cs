using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Configuration;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Cli.Commands.Pools;

internal static class RetireCommand
{
    public static Command Create(Globals globals)
    {
        var pool = new Argument<string>("POOL") { Description = "As the servers' tag kickoff:pool has it" };
        var drain = new Option<string>("--drain")
        {
            Description = "How long each finishes its connections, up to 1h",
            DefaultValueFactory = _ => "5m",
        };
        var protect = new Option<string>("--protect-tag")
        {
            Description = "Servers with this tag stay",
            DefaultValueFactory = _ => "kickoff:protect",
        };
        var undo = new Option<bool>("--cancel") { Description = "Takes it back: who is drained by then stays out, nobody else is" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var command = new Command(
            "retire",
            "Drains and ends the servers of a pool that fleet.yml has no more (the alarm UnknownPool), a quarter of them in five minutes. "
                + "It holds for a week.\nExample: kickoff pool retire backend-2025 --drain 10m")
        {
            pool, drain, protect, undo, yes,
        };
        command.SetAction((parse, cancel) => parse.GetValue(undo)
            ? CancelAsync(globals, parse, parse.GetValue(pool)!, cancel)
            : RetireAsync(
                globals, parse, parse.GetValue(pool)!, Drain(parse.GetValue(drain)!), parse.GetValue(protect)!, parse.GetValue(yes),
                cancel));
        return command;
    }

    private static Duration Drain(string text) =>
        DurationText.TryParse(text, out var drain) && drain <= Duration.FromHours(1)
            ? drain
            : throw new CommandException(ExitCodes.Faulty, $"--drain is a duration such as 5m, at most 1h, not '{text}'.");

    private static async Task<int> RetireAsync(
        Globals globals, ParseResult parse, string name, Duration drain, string protect, bool yes, CancellationToken cancel)
    {
        if (globals.Folder(parse).Pools().Any(pool => pool.Name == name))
        {
            throw new CommandException(
                ExitCodes.Faulty,
                $"fleet.yml has the pool '{name}': take it out and deploy first, or give it 'maximum: 0' and keep it.");
        }

        var servers = await PoolServers.OfAsync(globals, parse, name, cancel);
        if (servers.Length == 0)
        {
            throw new CommandException(ExitCodes.No, $"No server has the tags of this stack and of the pool '{name}'.");
        }

        PoolServers.Show(servers);
        if (!Confirmation.IsGiven(
            string.Create(CultureInfo.InvariantCulture, $"Drain and end these {servers.Length}?"), yes))
        {
            throw new CommandException(ExitCodes.No, "Nothing retired.");
        }

        var now = Globals.Clock.GetCurrentInstant();
        var retirement = new Retirement(name, drain, protect, now, now + Retirement.Lasts, Settings.User);
        await globals.Pools(parse).RetireAsync(retirement, cancel);
        var output = globals.Output(parse);
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {servers.Length} servers are drained and ended by the coming ticks; kickoff history {name} says how far they are"));
        output.Json(new JsonObject { ["pool"] = name, ["retiring"] = Output.Array(servers, server => JsonValue.Create(server.Id.Value)) });
        return ExitCodes.Done;
    }

    private static async Task<int> CancelAsync(Globals globals, ParseResult parse, string name, CancellationToken cancel)
    {
        var removed = await globals.Pools(parse).RemoveRetirementAsync(name, cancel);
        var output = globals.Output(parse);
        output.Line(removed ? $"{name}: not retired any more" : $"{name}: it was not retired");
        output.Json(new JsonObject { ["pool"] = name, ["cancelled"] = removed });
        return ExitCodes.Done;
    }
}
