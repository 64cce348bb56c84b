using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Scaling;

namespace Kickoff.Cli.Commands;

internal static class HoldsCommand
{
    public static Command Create(Globals globals)
    {
        var command = new Command("holds", "The holds in force.\nExample: kickoff holds");
        command.SetAction(async (parse, cancel) =>
        {
            var now = Globals.Clock.GetCurrentInstant();
            var holds = new List<Hold>();
            foreach (var pool in globals.Folder(parse).Pools())
            {
                if ((await globals.Pools(parse).ReadAsync(pool.Name, cancel)).Hold is { } hold && hold.Until > now)
                {
                    holds.Add(hold);
                }
            }

            var output = globals.Output(parse);
            if (output.IsJson)
            {
                output.Json(Output.Array(holds, hold => new JsonObject
                {
                    ["pool"] = hold.Pool,
                    ["kind"] = hold.Kind.ToString(),
                    ["servers"] = hold.Servers,
                    ["until"] = hold.Until.ToString(),
                    ["by"] = hold.By,
                    ["reason"] = hold.Reason,
                }));
                return ExitCodes.Done;
            }

            if (holds.Count == 0)
            {
                output.Line("no hold is in force");
                return ExitCodes.Done;
            }

            output.Table(["pool", "servers", "until (UTC)", "by", "reason"], [.. holds.Select(hold => (IReadOnlyList<string>)
            [
                hold.Pool, string.Create(CultureInfo.InvariantCulture, $"{(hold.Kind == HoldKind.Exactly ? "exactly" : "at least")} {hold.Servers}"), Times.Show(hold.Until), hold.By, hold.Reason,
            ])]);
            return ExitCodes.Done;
        });
        return command;
    }
}
