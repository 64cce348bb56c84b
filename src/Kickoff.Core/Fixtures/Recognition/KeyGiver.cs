using System.Globalization;

namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>
/// Keys of new fixtures: what the importer calls them, the source's name before it, and a number where that is somebody's already.
/// </summary>
internal sealed class KeyGiver(string source, IEnumerable<Fixture> there)
{
    private readonly HashSet<FixtureKey> _taken = [.. there.Select(fixture => fixture.Key)];

    public FixtureKey New(FixtureKey wanted, string format)
    {
        // An import that names no source has no other name than its format's, and its keys are as they ever were.
        return Free(source == format ? wanted : wanted with { Id = $"{source}:{wanted.Id}" });
    }

    /// <summary>The same id in the competition of its new name; a number with it where somebody has it there.</summary>
    public FixtureKey Moved(FixtureKey was, string competition) =>
        was.Competition == competition ? was : Free(was with { Competition = competition });

    private FixtureKey Free(FixtureKey wanted)
    {
        var key = wanted;
        for (var number = 2; !_taken.Add(key); number++)
        {
            key = wanted with { Id = string.Create(CultureInfo.InvariantCulture, $"{wanted.Id}-{number}") };
        }

        return key;
    }
}
