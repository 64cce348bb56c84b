using System.CommandLine;
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
                output.Json(Output.Array(holds, HoldText.Json));
                return ExitCodes.Done;
            }

            if (holds.Count == 0)
            {
                output.Line("no hold is in force");
                return ExitCodes.Done;
            }

            output.Table(["pool", "servers", "until (UTC)", "by", "reason"], [.. holds.Select(hold => (IReadOnlyList<string>)
            [
                hold.Pool, HoldText.Servers(hold), Times.Show(hold.Until), hold.By, hold.Reason,
            ])]);
            return ExitCodes.Done;
        });
        return command;
    }
}
