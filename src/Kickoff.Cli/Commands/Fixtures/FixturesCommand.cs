using System.CommandLine;
using Kickoff.Core.Fixtures;

namespace Kickoff.Cli.Commands.Fixtures;

internal static class FixturesCommand
{
    public static Command Create(Globals globals) =>
        new(
            "fixtures",
            "The fixtures table and where it comes from: sources, import, accept, add, list, remove, restore.\n"
                + "Example: kickoff fixtures import data/fixtures/bundesliga-2025-26.json --zone Europe/Berlin")
        {
            SourcesCommand.Create(globals), ImportCommand.Create(globals), AcceptCommand.Create(globals), AddCommand.Create(globals),
            ListCommand.Create(globals), RemoveCommand.Create(globals), RemoveCommand.CreateRestore(globals),
        };

    public static string When(Fixture fixture) => fixture.Kickoff is { } kickoff ? Times.Show(kickoff)
        : fixture.Length is null ? $"{fixture.Day:uuuu-MM-dd} some time"
        : $"{fixture.Day:uuuu-MM-dd} all day";
}
