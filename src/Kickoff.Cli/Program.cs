using System.CommandLine;
using Kickoff.Cli;
using Kickoff.Cli.Commands;
using Kickoff.Cli.Commands.Fixtures;
using Kickoff.Cli.Commands.Pools;

// A file's own words are in what is said of it.
using var printable = new PrintableWriter(Console.Error);
Console.SetError(printable);
var globals = new Globals();
var root = new RootCommand(
    "Servers in service before the whistle, gone after it. Each command has --help with an example; docs/cli.md has the exit codes.");
globals.AddTo(root);
foreach (var command in new[]
{
    LintCommand.Create(globals), PlanCommand.Create(globals), SimulateCommand.Create(globals), FixturesCommand.Create(globals),
    StatusCommand.Create(globals),
    HoldCommand.Create(globals), HoldCommand.CreateStart(globals), HoldsCommand.Create(globals), ReleaseCommand.Create(globals),
    ExplainCommand.Create(globals),
    HistoryCommand.Create(globals), EnrolmentCommand.Create(globals), PoolCommand.Create(globals),
})
{
    root.Subcommands.Add(command);
}

return await Failures.RunAsync(root.Parse(args));
