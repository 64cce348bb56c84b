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
        var command = new Command("lint", """
            Every fault of node_groups.yml, fleet.yml, fixtures.yml, user data and identity/, with file and line; exit 2 when there is one.
            Region and account are those of --region and samconfig.toml.
            Example: kickoff lint config
            """) { folder };
        command.SetAction(parse =>
        {
            var config = new ConfigurationFolder(parse.GetValue(folder) ?? parse.GetValue(globals.Config) ?? "config");
            var faults = Faults(config, new Deployment(config, parse.GetValue(globals.Region)));
            var output = globals.Output(parse);
            if (output.IsJson)
            {
                output.Json(
                    Output.Array(
                        faults, fault => new JsonObject { ["file"] = fault.File, ["line"] = fault.Line, ["fault"] = fault.Message }));
            }
            else if (faults.Count > 0)
            {
                throw new ConfigurationException(faults);
            }

            output.Line($"{config.Location}: no fault");
            return faults.Count > 0 ? ExitCodes.Faulty : ExitCodes.Done;
        });
        return command;
    }

    private static List<Fault> Faults(ConfigurationFolder folder, Deployment deployment)
    {
        var faults = new List<Fault>(deployment.Faults);
        Collect(() => _ = new DesiredMemberships(folder.NodeGroups(deployment.Place)));
        Collect(() => _ = folder.Fixtures());
        Collect(() => _ = folder.Pools());
        foreach (var region in deployment.IdentityRegions())
        {
            Collect(() => _ = folder.IdentityCertificates(region, Globals.Clock.GetCurrentInstant()));
        }

        return [.. faults.Distinct()];

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
