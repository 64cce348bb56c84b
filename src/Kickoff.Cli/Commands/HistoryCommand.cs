using System.CommandLine;
using System.Text.Json.Nodes;

namespace Kickoff.Cli.Commands;

internal static class HistoryCommand
{
    public static Command Create(Globals globals)
    {
        var pool = new Argument<string>("POOL") { Description = "A pool of fleet.yml, or one that was" };
        var most = new Option<int>("--most") { Description = "How many of the latest decisions", DefaultValueFactory = _ => 50 };
        var command = new Command(
            "history",
            "What was decided for a pool and why, the latest first.\nExample: kickoff history backend-production --most 20") { pool, most };
        command.SetAction(async (parse, cancel) =>
        {
            var name = parse.GetValue(pool)!;
            var activities = await globals.Pools(parse).HistoryAsync(name, Math.Clamp(parse.GetValue(most), 1, 10_000), cancel);
            if (activities.IsEmpty)
            {
                // A pool that was retired has a history without being in fleet.yml; any other is a slip.
                _ = globals.Pool(parse, name);
            }

            var output = globals.Output(parse);
            if (output.IsJson)
            {
                output.Json(
                    Output.Array(
                        activities,
                        activity => new JsonObject
                        {
                            ["at"] = activity.At.ToString(),
                            ["what"] = activity.What,
                            ["reason"] = activity.Reason,
                        }));
                return ExitCodes.Done;
            }

            output.Table(
                ["at (UTC)", "what", "why"],
                [.. activities.Select(activity => (IReadOnlyList<string>)[Times.Show(activity.At), activity.What, activity.Reason])]);
            if (activities.IsEmpty)
            {
                output.Line($"{name}: nothing decided yet");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
