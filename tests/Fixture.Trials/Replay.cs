using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Recognition;
using Kickoff.Fixtures;
using NodaTime;

namespace Kickoff.FixtureTrials;

/// <summary>
/// The versions of one file, imported in order into one table; some of them only, and with every import stopped half-way.
/// </summary>
internal static class Replay
{
    private const string Source = "replayed";

    public static int Run(string zone, string[] versions)
    {
        var read = versions.Select(version => Read(version, zone)).OfType<(Instant At, ImportResult Result)>().ToArray();
        if (read.Length == 0)
        {
            Console.WriteLine("no version can be read");
            return 1;
        }

        var dice = new Random(2012);
        var whole = Into(read, _ => int.MaxValue);
        var ways = new (string Name, Fixture[] Table)[]
        {
            ("every version", whole.Table),
            ("every version, each import stopped once", Into(read, writes => Dice(dice, writes)).Table),
            ("first and last", Into(read.Length == 1 ? read : [read[0], read[^1]], _ => int.MaxValue).Table),
            ("every other", Into([.. read.Where((_, index) => (read.Length - 1 - index) % 2 == 0)], _ => int.MaxValue).Table),
        };
        var expected = Told(read[^1].Result.Fixtures);
        var wrong = 0;
        foreach (var (name, table) in ways)
        {
            var found = Told(table.Where(fixture => fixture.Retired is null));
            var (much, little) = (found.Except(expected).ToArray(), expected.Except(found).ToArray());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {found.Length} fixtures, {expected.Length} in the last version, {much.Length} too many"));
            var told = much.Take(5).Select(line => "  too many: " + line).Concat(little.Take(5).Select(line => "  missing:  " + line));
            foreach (var line in told)
            {
                Console.WriteLine(line);
            }

            wrong += much.Length + little.Length + Math.Abs(found.Length - expected.Length);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{read.Length} versions: {whole.Counts}"));
        return wrong == 0 ? 0 : 1;
    }

#pragma warning disable CA5394 // A seeded sequence is wanted.
    private static int Dice(Random dice, int writes) => dice.Next(writes + 1);
#pragma warning restore CA5394

    private static (Instant, ImportResult)? Read(string version, string zone)
    {
        var at = version.LastIndexOf('@') is > 0 and var sign
            && long.TryParse(version.AsSpan(sign + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Instant.FromUnixTimeSeconds(seconds)
            : Instant.FromUnixTimeSeconds(0);
        try
        {
            var reading = new FixtureReading("file.json", at) { Zone = zone == "-" ? null : zone, Competition = "Competition" };
            return (at, FixtureFile.Read(File.ReadAllText(version), reading));
        }
        catch (FixtureFileException fault)
        {
            Console.WriteLine($"{Path.GetFileName(version)}: {fault.Message}");
            return null;
        }
    }

    private static (Fixture[] Table, string Counts) Into((Instant At, ImportResult Result)[] versions, Func<int, int> writes)
    {
        var table = new Dictionary<FixtureKey, Fixture>();
        var counts = new SortedDictionary<Outcome, int>();
        var warnings = 0;
        foreach (var (at, result) in versions)
        {
            var half = Recognize(at, result);
            Write(half, writes(half.ToPut.Count()));
            var recognized = Recognize(at, result);
            Write(recognized, int.MaxValue);
            warnings += half.Warnings.Length;
            foreach (var outcome in half.All.CountBy(one => one.Outcome))
            {
                counts[outcome.Key] = counts.GetValueOrDefault(outcome.Key) + outcome.Value;
            }
        }

        return ([.. table.Values], string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}")) + $", {warnings} warnings");

        RecognizedFixtures Recognize(Instant at, ImportResult result) => new FixtureRecognition(
            Source, result.Rejected.IsEmpty ? SourceCover.Season : SourceCover.Listed, TeamNames.None)
            .Of(table.Values, result.Rows, _ => false, at);

        void Write(RecognizedFixtures recognized, int count)
        {
            foreach (var put in recognized.ToPut.Take(count).ToArray())
            {
                table[put.Key] = put;
            }

            foreach (var key in recognized.ToRemove.Take(Math.Max(0, count - recognized.ToPut.Count())).ToArray())
            {
                table.Remove(key);
            }
        }
    }

    private static string[] Told(IEnumerable<Fixture> fixtures) =>
        [.. fixtures.Select(one => $"{one.Day:uuuu-MM-dd} {one.Kickoff} {one.Name} {one.Round}").Order(StringComparer.Ordinal)];
}
