using System.CommandLine;
using System.Text.Json.Nodes;
using Kickoff.Core.Classification;

namespace Kickoff.Cli.Commands;

internal static class EnrolmentCommand
{
    public static Command Create(Globals globals)
    {
        var node = new Argument<string>("NODE") { Description = "An instance id" };
        var reset = new Command(
            "reset",
            "Forgets a server's key, so that it may enrol with a new one; clean its certificate on the Puppet server too.\n"
                + "Example: kickoff enrolment reset i-0123456789abcdef0") { node };
        reset.SetAction(async (parse, cancel) =>
        {
            var text = parse.GetValue(node)!;
            var id = (NodeName.Parse(text) as NodeName.OfInstance)?.Id
                ?? throw new CommandException(
                    ExitCodes.Faulty, $"'{text}' is no instance id (i- and 17 hexadecimal digits); only those enrol.");
            var removed = await globals.Enrolments(parse).ResetAsync(id, cancel);
            var output = globals.Output(parse);
            if (output.IsJson)
            {
                output.Json(new JsonObject { ["instance"] = id.Value, ["reset"] = removed });
            }

            output.Line(removed ? $"{id}: may enrol again" : $"{id}: was not enrolled");
            return removed ? ExitCodes.Done : ExitCodes.No;
        });
        return new Command(
            "enrolment", "Enrolments with the Puppet server.\nExample: kickoff enrolment reset i-0123456789abcdef0") { reset };
    }
}
