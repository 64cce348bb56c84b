using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kickoff.Core.Fixtures.Recognition;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Core.Fixtures.Sources;

/// <summary>
/// What an answer would take away, by demand. What a source's slip can do to a final is to take its servers, so that a person has to
/// accept; what it adds costs money only.
/// </summary>
/// <param name="Objections">For people; none where it counts at once.</param>
/// <param name="Print">The same for the same objections, whatever the minute.</param>
public sealed record ImportJudgement(ImmutableArray<string> Objections, string Print)
{
    private static readonly Duration Ahead = Duration.FromDays(7);

    public static ImportJudgement None { get; } = new([], "");

    /// <param name="recognized">The answer against what is known.</param>
    /// <param name="around">All fixtures, of every source, of the days before and after.</param>
    /// <param name="pools">Those that ask for servers.</param>
    /// <param name="now">Real clock.</param>
    public static ImportJudgement Of(
        RecognizedFixtures recognized, IReadOnlyCollection<Fixture> around, ImmutableArray<Pool> pools, Instant now)
    {
        var judged = recognized.All.Where(one => one is { IsChange: true, Was: not null } && !HasEnded(one, now)).ToArray();
        if (judged.Length == 0)
        {
            return None;
        }

        var objections = new List<(string Key, string Text)>();
        foreach (var pool in pools)
        {
            var (before, after) = Hours(judged, around, pool, now);
            if (after * 2 < before)
            {
                objections.Add((pool.Name, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pool.Name}: {after:0} instead of {before:0} server-hours for matches of the next seven days")));
            }

            objections.AddRange(judged.Select(one => Of(one, pool, now)).OfType<(string, string)>());
        }

        objections.AddRange(judged.Where(one => LosesItsRule(one, pools, now)).Select(one => (
            $"rule {one.Is.Key}",
                $"{one.Is.Name}: a rule matched it as {one.Was!.Name}, {one.Was.Competition}, {one.Was.Round}, and none does now")));
        return objections.Count == 0 ? None : new ImportJudgement(
            [.. objections.Select(objection => objection.Text).Distinct(StringComparer.Ordinal)],
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                string.Join('\n', objections.Select(objection => objection.Key).Distinct().Order(StringComparer.Ordinal)))))[..16]);
    }

    /// <summary>A match that is over takes its servers with it: that is what it is for.</summary>
    private static bool HasEnded(Recognized one, Instant now) => one.Is.Retired is null && one.Was!.Kickoff <= now && one.Is.Kickoff <= now
        && (one.Is.Status.IsOver() || one.Is.Status == FixtureStatus.Awarded);

    private static (string Key, string Text)? Of(Recognized one, Pool pool, Instant now)
    {
        var was = DemandWindow.Of(one.Was!, pool.Capacity);
        return was is null || !was.Contains(now) || DemandWindow.Of(one.Is, pool.Capacity) is { } now1 && now1.Contains(now)
            && now1.Servers >= was.Servers
            ? null
            : ($"{pool.Name} {one.Is.Key}", string.Create(
                CultureInfo.InvariantCulture,
                    $"{pool.Name}: {was.Servers} servers of {one.Was!.Name}, for which it has them now ({one.Reason})"));
    }

    private static bool LosesItsRule(Recognized one, ImmutableArray<Pool> pools, Instant now) =>
        one.Is.Retired is null && one.Is.LatestEnd > now
        && DemandMatch.IsAskedFor(pools, one.Was!) && !DemandMatch.IsSpokenOf(pools, one.Is);

    private static (double Before, double After) Hours(
        Recognized[] judged, IReadOnlyCollection<Fixture> around, Pool pool, Instant now)
    {
        var demand = pool with { Capacity = pool.Capacity with { Minimum = 0 } };
        var changed = judged.ToDictionary(one => one.Was!.Key, one => one.Is);
        return (Of(around), Of(around.Select(fixture => changed.GetValueOrDefault(fixture.Key, fixture))));

        double Of(IEnumerable<Fixture> fixtures)
        {
            var steps = CapacityTimeline.Of(fixtures, null, demand, now, now + Ahead);
            return steps.Select((step, index) =>
                step.Desired * ((index + 1 < steps.Length ? steps[index + 1].At : now + Ahead) - step.At).TotalHours).Sum();
        }
    }
}
