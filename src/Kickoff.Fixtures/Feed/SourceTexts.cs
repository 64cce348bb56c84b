using System.Globalization;
using Kickoff.Core.Fixtures.Feed;
using Kickoff.Core.Fixtures.Sources;
using NodaTime;

namespace Kickoff.Fixtures.Feed;

/// <summary>The importers, for the feed: at most 5,000 rows.</summary>
public sealed class SourceTexts : ISourceReader
{
    public const int MostRows = 5_000;

    /// <summary>Of a reason, which may quote what it is about.</summary>
    private const int MostCharacters = 300;

    public SourceText Read(FixtureSource source, FixtureSettings settings, string text, Instant at)
    {
        var reading = new FixtureReading(Name(source), at)
        {
            Zone = source.Zone,
            Competition = source.Competition,
            Knockout = source.Knockout,
            KnockoutCompetitions = settings.KnockoutCompetitions,
            MostRows = MostRows,
        };
        try
        {
            var read = FixtureFile.Read(text, reading);
            return new SourceText(
                read.Rows, read.IsPart, [.. read.Rejected.Select(row => Of(row.Line, row.Reason))],
                [.. read.Doubts.Select(row => Of(row.Line, row.Doubt)), .. read.Notes.Select(Clean)], null);
        }
        catch (FixtureFileException fault)
        {
            return SourceText.Unreadable(Clean(fault.Message));
        }
    }

    /// <summary>The last part of its path: some formats say their zone and competition there.</summary>
    private static string Name(FixtureSource source)
    {
        var path = source.Address.Split('?', '#')[0];
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Length == 0 || path.Contains("{ssm:", StringComparison.Ordinal) ? source.Name : Uri.UnescapeDataString(name);
    }

    private static string Of(int line, string what) => Clean(string.Create(CultureInfo.InvariantCulture, $"line {line}: {what}"));

    private static string Clean(string text)
    {
        var clean = CleanText.Of(text);
        return clean.Length > MostCharacters ? clean[..MostCharacters] : clean;
    }
}
