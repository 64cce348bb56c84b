using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Cli.Commands;

internal static class HoldCommand
{
    private static readonly Duration StartLasts = Duration.FromHours(4);

    public static Command Create(Globals globals)
    {
        var pool = new Argument<string>("POOL") { Description = "A pool of fleet.yml" };
        var servers = new Argument<int>("N") { Description = "Servers" };
        var until = new Option<string>("--until")
        {
            Description = "When it expires by itself, UTC: 2026-06-11T22:00, 22:00 or +3h",
            Required = true,
        };
        var exactly = new Option<bool>("--exactly") { Description = "N and no more, whatever the fixtures ask (default: at least N)" };
        var reason = new Option<string?>("--reason") { Description = "Why, for the history" };
        var replace = ReplaceOption();
        var command = new Command(
            "hold",
            "Overrides a pool's plan until a time. A pool has one hold: where one is in force or still to come, it is shown and stays, "
                + "unless you " +
            "say --replace.\nExample: kickoff hold backend-production 30 --until 22:00 --reason \"cup draw\"")
        {
            pool, servers, until, exactly, reason, replace,
        };
        command.SetAction((parse, cancel) => PutAsync(
            globals, parse, parse.GetValue(pool)!, parse.GetValue(exactly) ? HoldKind.Exactly : HoldKind.AtLeast, parse.GetValue(servers),
            now => Times.Parse(parse.GetValue(until)!, "--until", now), parse.GetValue(reason) ?? "no reason given",
            parse.GetValue(replace),
            cancel));
        return command;
    }

    /// <summary>The 2012 admin tool's button.</summary>
    public static Command CreateStart(Globals globals)
    {
        var pool = new Argument<string>("POOL") { Description = "A pool of fleet.yml" };
        var servers = new Argument<int>("N") { Description = "Servers" };
        var replace = ReplaceOption();
        var command = new Command(
            "start",
            "Has at least N servers for the next four hours; kickoff release ends it sooner. It is a hold: one that is there already "
                + "stays, unless " +
            "you say --replace.\nExample: kickoff start backend-production 10")
        {
            pool, servers, replace,
        };
        command.SetAction((parse, cancel) => PutAsync(
            globals, parse, parse.GetValue(pool)!, HoldKind.AtLeast, parse.GetValue(servers), now => now + StartLasts, "started by hand",
            parse.GetValue(replace), cancel));
        return command;
    }

    private static Option<bool> ReplaceOption() => new("--replace")
    {
        Description = "Puts it in the place of the pool's hold, if there is one",
    };

    private static async Task<int> PutAsync(
        Globals globals, ParseResult parse, string name, HoldKind kind, int servers, Func<Instant, Instant> until, string reason,
        bool replace,
        CancellationToken cancel)
    {
        var pool = globals.Pool(parse, name);
        var now = Globals.Clock.GetCurrentInstant();
        var expires = until(now);
        if (servers < 0)
        {
            throw new CommandException(ExitCodes.Faulty, "N is a number of servers, at least 0.");
        }

        if (expires <= now)
        {
            throw new CommandException(ExitCodes.Faulty, $"--until {Times.Show(expires)} is past; it is {Times.Show(now)} UTC.");
        }

        var hold = new Hold(pool.Name, kind, servers, now, expires, Settings.User, reason);
        var answer = await globals.Pools(parse).PutHoldAsync(hold, replace, now, cancel);
        if (answer is HoldAnswer.Refused { There: var there })
        {
            throw new CommandException(
                ExitCodes.Faulty,
                $"{HoldText.Of(there, now)}. It stays; --replace puts yours in its place, kickoff release {pool.Name} ends it.");
        }

        var instead = (answer as HoldAnswer.Put)?.Instead;
        var bounded = Math.Clamp(servers, pool.Capacity.Minimum, pool.Capacity.Maximum);
        var output = globals.Output(parse);
        if (output.IsJson)
        {
            output.Json(new JsonObject
            {
                ["pool"] = pool.Name,
                ["kind"] = kind.ToString(),
                ["servers"] = bounded,
                ["until"] = expires.ToString(),
                ["instead"] = instead is null ? null : HoldText.Json(instead),
            });
        }

        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{pool.Name}: {(kind == HoldKind.Exactly ? "exactly" : "at least")} {bounded} servers until {Times.Show(expires)} "
                + $"UTC{(bounded == servers ? "" : $" (fleet.yml allows {pool.Capacity.Minimum} to {pool.Capacity.Maximum})")}"));
        if (instead is not null)
        {
            output.Line($"instead of: {HoldText.Of(instead, now)}");
        }

        return ExitCodes.Done;
    }
}
