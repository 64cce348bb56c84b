using System.CommandLine;
using System.Text.Json.Nodes;
using Kickoff.Aws;
using Kickoff.Core.Configuration;
using Kickoff.Core.Registration;
using NodaTime;

namespace Kickoff.Cli.Commands;

internal static class LintCommand
{
    public static Command Create(Globals globals)
    {
        var folder = new Argument<string?>("CONFIG") { Description = "The folder (default: config)", Arity = ArgumentArity.ZeroOrOne };
        var sources = new FixtureSources();
        var command = new Command("lint", """
            Every fault of node_groups.yml, fleet.yml, fixtures.yml, user data and identity/, with file and line; exit 2 when there is one.
            Rules that never have their turn or ask for more than maximum are warnings; with --fixtures also rules that speak of none of
            them, and fixtures of which no rule speaks. Region and account are those of --region and samconfig.toml.
            Example: kickoff lint config --fixtures season.json
            """) { folder, sources.Files, sources.Zone, sources.Competition };
        command.SetAction(async (parse, _) =>
        {
            var config = new ConfigurationFolder(parse.GetValue(folder) ?? parse.GetValue(globals.Config) ?? "config");
            var faults = Faults(config, new Deployment(config, parse.GetValue(globals.Region)));
            var warnings = faults.Count == 0 ? Warnings(config, sources, parse) : [];
            var output = globals.Output(parse);
            if (output.IsJson)
            {
                output.Json(Output.Array(
                    faults.Select(fault => (fault, "fault")).Concat(warnings.Select(warning => (warning, "warning"))),
                    ((Fault Of, string Kind) one) =>
                        new JsonObject { ["file"] = one.Of.File, ["line"] = one.Of.Line, [one.Kind] = one.Of.Message }));
            }
            else if (faults.Count > 0)
            {
                throw new ConfigurationException(faults);
            }

            foreach (var warning in warnings.Where(_ => !output.IsJson))
            {
                await Console.Error.WriteLineAsync((warning with { Message = "warning: " + warning.Message }).ToString());
            }

            output.Line($"{config.Location}: no fault");
            return faults.Count > 0 ? ExitCodes.Faulty : ExitCodes.Done;
        });
        return command;
    }

    /// <summary>What is no fault, and nobody can have meant. Without fixtures that is what rules say by themselves.</summary>
    private static Fault[] Warnings(ConfigurationFolder folder, FixtureSources sources, ParseResult parse)
    {
        var (pools, fixtures) = (folder.Pools(), sources.Read(parse, folder.Fixtures()));
        var fleet = Path.Combine(folder.Location, "fleet.yml");
        return
        [
            .. RuleNotes.Of(pools, fixtures)
                .Select(note => new Fault(fleet, note.Finding.Rule.Line, $"{note.Pool.Name}: {note.Finding.Text}")),
            .. RuleNotes.WithoutRule(pools, fixtures ?? [], Instant.MinValue).Select(line => new Fault(fleet, 1, line)),
        ];
    }

    private static List<Fault> Faults(ConfigurationFolder folder, Deployment deployment)
    {
        var faults = new List<Fault>(deployment.Faults);
        Collect(() => _ = new DesiredMemberships(folder.NodeGroups(deployment.Place), "any"));
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
