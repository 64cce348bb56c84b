using System.CommandLine;
using System.Text.Json.Nodes;
using Kickoff.Aws;
using Kickoff.Core.Configuration;
using Kickoff.Core.Registration;

namespace Kickoff.Cli.Commands;

internal static class LintCommand
{
    public static Command Create(Globals globals)
    {
        var folder = new Argument<string?>("CONFIG") { Description = "The folder (default: config)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("lint", "Every fault of node_groups.yml, fleet.yml and user data, with file and line; exit 2 when there is one.\nExample: kickoff lint config") { folder };
        command.SetAction(parse =>
        {
            var path = parse.GetValue(folder) ?? parse.GetValue(globals.Config) ?? "config";
            var faults = Faults(new ConfigurationFolder(path));
            var output = globals.Output(parse);
            if (output.IsJson)
            {
                output.Json(Output.Array(faults, fault => new JsonObject { ["file"] = fault.File, ["line"] = fault.Line, ["fault"] = fault.Message }));
            }
            else if (faults.Count > 0)
            {
                throw new ConfigurationException(faults);
            }

            output.Line($"{path}: no fault");
            return faults.Count > 0 ? ExitCodes.Faulty : ExitCodes.Done;
        });
        return command;
    }

    private static List<Fault> Faults(ConfigurationFolder folder)
    {
        var faults = new List<Fault>();
        Collect(() => _ = new DesiredMemberships(folder.NodeGroups()));
        Collect(() => _ = folder.Pools());
        return faults;

        void Collect(Action read)
        {
            try
            {
                read();
            }
            catch (ConfigurationException faulty)
            {
                faults.AddRange(faulty.Faults);
            }
        }
    }
}
