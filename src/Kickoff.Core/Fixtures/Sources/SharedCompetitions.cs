using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures.Recognition;
using NodaTime;

namespace Kickoff.Core.Fixtures.Sources;

/// <summary>Where two sources say different things of one match, for people.</summary>
public sealed record Disagreement(Fixture Owner, Fixture Other, string Text);

/// <summary>Fixtures of which each match is told once, and what their sources do not agree on.</summary>
public sealed record AgreedFixtures(ImmutableArray<Fixture> Fixtures, ImmutableArray<Disagreement> Disagreements);

/// <summary>
/// Competitions that several sources of fixtures.yml name, and what comes of their words: one demand a match. The first source with an
/// answer younger than three times its <c>every</c> owns a match; what the others say of it shares the owner's servers
/// (<see cref="Fixture.SameAs"/>), so that servers are there at both times where times differ, and stay as long as either says that it is
/// on. That it ended or is off, only its owner says.
/// </summary>
public sealed class SharedCompetitions
{
    /// <summary>So far apart two times are of one match that was moved.</summary>
    private static readonly Duration Moved = Duration.FromDays(30);

    /// <summary>Within this a word of the owner on a match's end is one on the match that the other means.</summary>
    private static readonly Duration SameTime = Duration.FromHours(24);

    private const int FreshFor = 3;

    /// <summary>Older than any answer, and no overflow where it is subtracted.</summary>
    private static readonly Instant Never = Instant.FromUtc(1900, 1, 1, 0, 0);

    private readonly ImmutableArray<ImmutableArray<FixtureSource>> _groups;

    private readonly TeamNames _names;

    public SharedCompetitions(FixtureSettings settings)
    {
        _names = settings.Names;
        _groups = [.. settings.Sources.Where(source => source.Competition is not null)
            .GroupBy(source => NameFold.Of(source.Competition!), StringComparer.Ordinal)
            .Select(group => group.ToImmutableArray()).Where(group => group.Length > 1)];
    }

    /// <summary>Those that share a competition, whose last answers matter.</summary>
    public IEnumerable<FixtureSource> Sources => _groups.SelectMany(group => group);

    /// <param name="fixtures">Of all sources, of the same days.</param>
    /// <param name="answered">When each of <see cref="Sources"/> last had an answer; null or absent where that is not known.</param>
    /// <param name="now">Real clock.</param>
    public AgreedFixtures Agree(
        IReadOnlyCollection<Fixture> fixtures, IReadOnlyDictionary<string, Instant?> answered, Instant now)
    {
        // A match that is moved at this moment may be read on both of its days.
        var told = new Dictionary<FixtureKey, Fixture>();
        foreach (var fixture in fixtures)
        {
            told[fixture.Key] = fixture;
        }

        var disagreements = ImmutableArray.CreateBuilder<Disagreement>();
        foreach (var group in _groups)
        {
            foreach (var match in Matches(Ranked(group, answered, now), [.. told.Values]).Where(match => match.Count > 1))
            {
                // A time that is known is one to go by; a day that is only a day owns nothing.
                var owner = match.Find(fixture => fixture.Kickoff is not null) ?? match[0];
                foreach (var other in match.Where(fixture => fixture != owner))
                {
                    Share(told, owner, other);
                    if (Differ(owner, other) is { } text)
                    {
                        disagreements.Add(new Disagreement(owner, other, text));
                    }
                }
            }
        }

        return new AgreedFixtures([.. told.Values],
            [.. disagreements.OrderBy(one => one.Owner.Begin).ThenBy(one => one.Text, StringComparer.Ordinal)]);
    }

    /// <summary>
    /// Those with a fresh answer in their order; then the others, who answered last first, and at equal ages in their order: a dead source
    /// changes nothing.
    /// </summary>
    private static IEnumerable<FixtureSource> Ranked(
        ImmutableArray<FixtureSource> group, IReadOnlyDictionary<string, Instant?> answered, Instant now)
    {
        return group.OrderBy(source => IsFresh(source) ? 0 : 1)
            .ThenByDescending(source => IsFresh(source) ? Instant.MinValue : At(source));

        bool IsFresh(FixtureSource source) => now - At(source) < source.Every * FreshFor;

        Instant At(FixtureSource source) => answered.GetValueOrDefault(source.Name) ?? Never;
    }

    /// <summary>Each match with what the sources say of it, in their rank.</summary>
    private List<List<Fixture>> Matches(IEnumerable<FixtureSource> ranked, IReadOnlyCollection<Fixture> fixtures)
    {
        var matches = new List<List<Fixture>>();
        foreach (var source in ranked)
        {
            var known = matches.ToDictionary(match => match[0].Key);
            Fixture[] own = [.. fixtures.Where(fixture => fixture.Source == source.Name && fixture.Retired is null)];
            var pairs = Pairs([.. matches.Select(match => match[0])], own);
            foreach (var (there, here) in pairs)
            {
                known[there].Add(here);
            }

            var paired = pairs.Select(pair => pair.Here.Key).ToHashSet();
            matches.AddRange(own.Where(fixture => !paired.Contains(fixture.Key)).Select(fixture => new List<Fixture> { fixture }));
        }

        return matches;
    }

    /// <summary>Of one competition: what has the same teams, or one of them on the same day, or nobody yet at the same time.</summary>
    private List<(FixtureKey There, Fixture Here)> Pairs(Fixture[] there, Fixture[] here)
    {
        if (there.Length == 0 || here.Length == 0)
        {
            return [];
        }

        var assignment = new Assignment(
            there.Select(fixture => new Candidate(fixture, _names)), here.Select(fixture => new Candidate(fixture, _names)));
        assignment.Pair("the same teams at the same time", one => one.IsOpen ? null : $"{one.Core}\n{one.When}");
        assignment.Pair("the same teams on the same day", one => one.IsOpen ? null : $"{one.Core}\n{one.Day}");
        assignment.Pair(
            "the same teams", one => one.IsOpen ? null : one.Core,
            (one, other) => Duration.Max(one.Begin - other.Begin, other.Begin - one.Begin) <= Moved);
        // A team plays one match a day; what it is called may differ.
        assignment.Pair("the home team on the same day", one => one.HomeIsOpen ? null : $"{one.HomeCore}\n{one.Day}");
        assignment.Pair("the away team on the same day", one => one.AwayIsOpen ? null : $"{one.AwayCore}\n{one.Day}");
        assignment.Pair(
            "the same time, teams to be known", one => one.Fixture.Kickoff is null ? null : one.When,
            (one, other) => one.MayFill(other), inOrder: true);
        return [.. assignment.Matches.Select(match => (match.Fixture.Fixture.Key, match.Row.Fixture))];
    }

    private static void Share(Dictionary<FixtureKey, Fixture> told, Fixture owner, Fixture other)
    {
        if (owner.Kickoff is not null && other.Kickoff is null && other.Length is null)
        {
            // Its day is no claim to a time beside one that is known.
            told.Remove(other.Key);
            return;
        }

        var near = Duration.Max(owner.Begin - other.Begin, other.Begin - owner.Begin) <= SameTime;
        var ends = near && (owner.Status.IsOver() || owner.Status.IsOff()) && !other.Status.IsOn();
        told[other.Key] = other with
        {
            SameAs = owner.Key,
            Status = ends ? owner.Status : other.Status,
            ImportedAt = ends ? owner.ImportedAt : other.ImportedAt,
        };
    }

    private static string? Differ(Fixture owner, Fixture other) =>
        owner.Kickoff is { } time && other.Kickoff is { } another && time != another
            ? string.Create(CultureInfo.InvariantCulture,
                $"{owner.Name}: {owner.Source} says {time}, {other.Source} says {another}; servers are there at both times")
        : owner.Day != other.Day
            ? string.Create(CultureInfo.InvariantCulture,
                $"{owner.Name}: {owner.Source} says {owner.Day:uuuu-MM-dd}, {other.Source} says {other.Day:uuuu-MM-dd}")
        : owner.Status.IsOff() != other.Status.IsOff()
            ? $"{owner.Name}: {owner.Source} says {owner.Status}, {other.Source} says {other.Status}"
        : null;
}
