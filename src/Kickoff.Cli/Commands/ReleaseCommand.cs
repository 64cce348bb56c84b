using System.CommandLine;
using System.Text.Json.Nodes;

namespace Kickoff.Cli.Commands;

internal static class ReleaseCommand
{
    public static Command Create(Globals globals)
    {
        var pool = new Argument<string>("POOL") { Description = "A pool of fleet.yml" };
        var command = new Command("release", "Ends a pool's hold now.\nExample: kickoff release backend-production") { pool };
        command.SetAction(async (parse, cancel) =>
        {
            var name = globals.Pool(parse, parse.GetValue(pool)!).Name;
            var removed = await globals.Pools(parse).RemoveHoldAsync(name, cancel);
            var output = globals.Output(parse);
            if (output.IsJson)
            {
                output.Json(new JsonObject { ["pool"] = name, ["released"] = removed });
            }

            output.Line(removed ? $"{name}: released" : $"{name}: there was no hold");
            return ExitCodes.Done;
        });
        return command;
    }
}
