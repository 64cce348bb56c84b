using System.CommandLine;

namespace Kickoff.Cli.Commands.Fixtures;

internal static class AcceptCommand
{
    public static Command Create(Globals globals)
    {
        var name = new Argument<string>("SOURCE") { Description = "As kickoff fixtures sources shows it" };
        var command = new Command(
            "accept",
            "Lets a source's answer in that would take servers away and waits for a person: the next answer that takes away just that.\n"
                + "Example: kickoff fixtures accept premier-league") { name };
        command.SetAction(async (parse, cancel) =>
        {
            var states = globals.FixtureSources(parse);
            var state = await states.ReadAsync(parse.GetValue(name)!, cancel);
            if (state.Waiting is not { } waiting)
            {
                throw new CommandException(ExitCodes.No, $"Nothing of '{state.Name}' waits; kickoff fixtures sources shows what does.");
            }

            // A source that is asked again at once need not wait for its turn.
            if (!await states.PutAsync(
                state with { Accepted = waiting.Print, Next = null, ETag = null, LastModified = null, Digest = null }, cancel))
            {
                throw new CommandException(ExitCodes.Faulty, "It was just asked again; look at it once more, and accept it then.");
            }

            foreach (var objection in waiting.Objections)
            {
                globals.Output(parse).Line("accepted: " + objection);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
