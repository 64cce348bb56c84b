using System.Collections.Immutable;
using System.CommandLine;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Fixtures;
using NodaTime;

namespace Kickoff.Cli;

/// <summary>Options that name fixture files, and reading them.</summary>
internal sealed class FixtureSources
{
    public Option<string[]> Files { get; } = new("--fixtures")
    {
        Description = "Fixture files instead of the table; may be given several times",
    };

    public Option<string?> Zone { get; } = new("--zone")
    {
        Description = "IANA time zone of local times in the files, such as Europe/Berlin",
    };

    public Option<string?> Competition { get; } = new("--competition") { Description = "Name of the competition instead of the file's" };

    /// <summary>A file as its source, if it is one's, and config/fixtures.yml have it; what is asked for by hand holds over that.</summary>
    public static ImportResult ReadFile(
        string file, FixtureSettings settings, FixtureSource? source, string? zone, string? competition)
    {
        if (!File.Exists(file))
        {
            throw new CommandException(ExitCodes.Faulty, $"There is no file '{file}'.");
        }

        if (new FileInfo(file).Length > 4L * FixtureFile.MostCharacters)
        {
            throw new CommandException(ExitCodes.Faulty, $"'{file}' is larger than any file of fixtures.");
        }

        return FixtureFile.Read(File.ReadAllText(file), new FixtureReading(file, Globals.Clock.GetCurrentInstant())
        {
            Zone = zone ?? source?.Zone,
            Competition = competition ?? source?.Competition,
            Knockout = source?.Knockout,
            KnockoutCompetitions = settings.KnockoutCompetitions,
        });
    }

    /// <summary>The fixtures of the files; null when none was named. A rejected row is a fault.</summary>
    public ImmutableArray<Fixture>? Read(ParseResult parse, FixtureSettings settings)
    {
        if (parse.GetValue(Files) is not { Length: > 0 } files)
        {
            return null;
        }

        var all = ImmutableArray.CreateBuilder<Fixture>();
        foreach (var file in files)
        {
            var read = ReadFile(file, settings, null, parse.GetValue(Zone), parse.GetValue(Competition));
            if (read.Rejected is [var first, ..])
            {
                throw new CommandException(
                    ExitCodes.Faulty,
                    $"{file}:{first.Line}: {first.Reason} ({read.Rejected.Length} rows like this; kickoff fixtures import --partial takes "
                        + $"the others)");
            }

            all.AddRange(read.Fixtures);
        }

        return all.ToImmutable();
    }
}
