using System.Diagnostics;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Recognition;
using Kickoff.Fixtures;
using NodaTime;

namespace Kickoff.FixtureTrials;

/// <summary>
/// Files with some edits too many, seeded: whatever stands in them, a reader answers what it read or its fault, in time, and what it read
/// can be recognized.
/// </summary>
internal static class Mutations
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 0, 0);

    /// <summary>No file of these sizes may take so long: one that does is a way to stop the function.</summary>
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(5);

    public static int Run(int files, int seed)
    {
        var dice = new Random(seed);
        int read = 0, faulty = 0, rows = 0;
        var slowest = TimeSpan.Zero;
        for (var number = 0; number < files; number++)
        {
            var text = Mutation.Of(SampleFiles.All[number % SampleFiles.All.Length], SampleFiles.All, dice);
            var watch = Stopwatch.StartNew();
            try
            {
                var result = FixtureFile.Read(text,
                    new FixtureReading("cup.json", Now) { Zone = number % 10 == 0 ? null : "Europe/Madrid" });
                _ = new FixtureRecognition("cup", SourceCover.Season, TeamNames.None).Of([], result.Rows, _ => false, Now);
                read++;
                rows += result.Rows.Length;
            }
            catch (FixtureFileException fault) when (fault.Message.Length > 0)
            {
                faulty++;
            }
#pragma warning disable CA1031 // Which kinds there are is what is tried.
            catch (Exception other)
#pragma warning restore CA1031
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mutation {number} of seed {seed}:\n{other}\n{text}"));
                return 1;
            }

            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            if (watch.Elapsed > TooLong)
            {
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"mutation {number} of seed {seed} took {watch.Elapsed}:\n{text}"));
                return 1;
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{files} files: {read} read with {rows} fixtures, {faulty} faulty, no exception of a kind not meant; "
                + $"the slowest took {slowest.TotalMilliseconds:0} ms"));
        return 0;
    }
}
