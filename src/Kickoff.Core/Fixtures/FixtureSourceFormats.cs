using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Kickoff.Core.Fixtures;

/// <summary>
/// Names of formats. Fixtures of an import that names no source have them as their source's name; the first named source that has the same
/// matches takes them over.
/// </summary>
public static partial class FixtureSourceFormats
{
    public static readonly ImmutableArray<string> All =
        ["openfootball", "fixturedownload", "icalendar", "football-data", "openligadb", "thesportsdb", "api-football"];

    /// <summary>1 to 32 small letters, digits and -, and not what fixtures have that no source brought.</summary>
    public static bool IsNameOfSource(string name) => Form().IsMatch(name) && !All.Contains(name) && name != OwnFixtures.Source;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,31}\z")]
    private static partial Regex Form();
}
