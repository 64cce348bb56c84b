using System.CommandLine;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Fixtures;
using Spectre.Console;

namespace Kickoff.Cli.Commands.Fixtures;

internal static class ImportCommand
{
    public static Command Create(Globals globals)
    {
        var file = new Argument<string>("FILE") { Description = FixtureFile.Formats + "; told by the content" };
        var sources = new FixtureSources();
        var source = new Option<string?>("--source")
        {
            Description = "The source it is the whole of: its own fixtures move, are renamed and retired with it "
                + "(default: matches are brought in and nothing is taken away)",
        };
        var partial = new Option<bool>("--partial") { Description = "Take the good rows though others are rejected" };
        var dry = new Option<bool>("--dry-run") { Description = "Say what would change, and change nothing" };
        var accept = new Option<bool>("--accept") { Description = "Also where it takes servers away from matches that are near" };
        var command = new Command(
            "import",
            "Brings a file's fixtures into the table. Twice changes nothing; a match that moves, or whose teams become known, stays one "
                + "match; another source's fixtures are left alone.\nExample: kickoff fixtures import season.ics --competition Liga")
        {
            file, sources.Zone, sources.Competition, source, partial, dry, accept,
        };
        command.SetAction(async (parse, cancel) =>
        {
            var name = parse.GetValue(file)!;
            var settings = globals.Folder(parse).Fixtures();
            var named = Named(parse.GetValue(source), settings, name);
            var read = FixtureSources.ReadFile(name, settings, named, parse.GetValue(sources.Zone), parse.GetValue(sources.Competition));
            await TellRejectedAsync(name, read, parse.GetValue(partial));
            var import = new ImportingFile(
                named ?? new FixtureSource { Name = FormatOf(read), Address = name, Covers = SourceCover.Listed }, named is not null, read,
                    name);
            return await import.RunAsync(globals, parse, settings, parse.GetValue(dry), parse.GetValue(accept), WriteAsync, cancel);
        });
        return command;
    }

    private static FixtureSource? Named(string? name, FixtureSettings settings, string file)
    {
        if (name is null)
        {
            return null;
        }

        return settings.Sources.FirstOrDefault(source => source.Name == name)
            ?? (FixtureSourceFormats.IsNameOfSource(name)
            ? new FixtureSource { Name = name, Address = file }
            : throw new CommandException(
                ExitCodes.Faulty, $"--source '{name}': a source's name is 1 to 32 small letters, digits and -, and no format's name."));
    }

    private static string FormatOf(ImportResult read) => read.Fixtures is [var first, ..] ? first.Source : FixtureSourceFormats.All[0];

    private static async Task TellRejectedAsync(string name, ImportResult read, bool partial)
    {
        foreach (var row in read.Rejected)
        {
            await Console.Error.WriteLineAsync($"{name}:{row.Line}: {row.Reason}");
        }

        foreach (var row in read.Doubts)
        {
            await Console.Error.WriteLineAsync($"{name}:{row.Line}: warning: {row.Doubt}");
        }

        if (!read.Rejected.IsEmpty && !partial)
        {
            throw new CommandException(ExitCodes.Faulty, string.Create(
                CultureInfo.InvariantCulture,
                $"Nothing imported: {read.Rejected.Length} rows are rejected. Put them right, or pass --partial for the "
                    + $"{read.Fixtures.Length} others."));
        }
    }

    private static async Task WriteAsync(int count, Func<IProgress<int>?, Task> write)
    {
        if (!Output.IsTerminal || count < 100)
        {
            await write(null);
            return;
        }

        await AnsiConsole.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask("importing", maxValue: count);
            await write(new Bar(bar));
        });
    }

    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }
}
