using System.CommandLine;
using System.Text.Json.Nodes;
using Kickoff.Core.Classification;
using Kickoff.Core.Servers;

namespace Kickoff.Cli.Commands;

internal static class ExplainCommand
{
    public static Command Create(Globals globals)
    {
        var node = new Argument<string>("NODE") { Description = "A certname: an instance id, or a private DNS name" };
        var command =
            new Command(
                "explain",
                "What Puppet is told of a node, each value with the group or tag it came from.\n"
                    + "Example: kickoff explain i-0123456789abcdef0") { node };
        command.SetAction(async (parse, cancel) =>
        {
            var text = parse.GetValue(node)!;
            var name = NodeName.Parse(text)
                ?? throw new CommandException(ExitCodes.Faulty, $"'{text}' is no certname: lower-case letters, digits and . _ -.");
            var groups = globals.Folder(parse).NodeGroups();
            var servers = globals.Servers(parse);
            var found = name is NodeName.OfInstance instance
                ? [.. (await servers.FindAsync([instance.Id], cancel)).Where(server => server.IsLive)]
                : await servers.FindLiveByPrivateDnsNameAsync(name.Certname, cancel);
            if (found.Length != 1)
            {
                throw new CommandException(ExitCodes.No, found.Length == 0
                    ? $"EC2 shows no live server of the name {name.Certname} in this region."
                    : $"Several live servers have the name {name.Certname}: {string.Join(", ", found.Select(server => server.Id))}.");
            }

            Show(globals.Output(parse), name, found[0], Classifier.Classify(found[0], groups, Settings.Region ?? ""));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(Output output, NodeName name, Server server, ServerClassification classification)
    {
        var yaml = classification switch
        {
            ServerClassification.Classified classified =>
                ClassificationYaml.Explain($"kickoff {name.Certname} {server.Id} live 0s", classified),
            ServerClassification.NotMapped unmapped => throw new CommandException(
                ExitCodes.No,
                $"{server.Id} is in no security group that node_groups.yml maps; it is in: {string.Join(", ", unmapped.SecurityGroups)}."),
            ServerClassification.Conflicting conflicting =>
                throw new CommandException(ExitCodes.No, $"{server.Id}: {conflicting.Conflict}."),
            _ => throw new InvalidOperationException("A classification nobody knows."),
        };
        if (output.IsJson)
        {
            output.Json(new JsonObject { ["node"] = name.Certname, ["instance"] = server.Id.Value, ["yaml"] = yaml });
        }

        output.Line(yaml.TrimEnd());
    }
}
