using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Bench.Scaling;

/// <summary>
/// Pools and fixtures of a large operator: a year's fixtures in thirty competitions, pools that each follow some of them.
/// </summary>
internal static class Inputs
{
    public const int Competitions = 30;

    public static readonly Instant NewYear = Instant.FromUtc(2026, 1, 1, 0, 0);

    public static readonly Instant Silvester = Instant.FromUtc(2027, 1, 1, 0, 0);

    private static readonly string[] Teams = [
        .. Enumerable.Range(0, 200).Select(number => string.Create(CultureInfo.InvariantCulture, $"Team {number}"))];

    public static ImmutableArray<Pool> Pools(int count) => [.. Enumerable.Range(0, count).Select(number => new Pool
    {
        Name = NameOf(number),
        Launch = new LaunchSpecification
        {
            Image = new ImageSource.Fixed("ami-0123456789abcdef0"),
            InstanceTypes = ["m7i.large", "m6i.large"],
            Subnets = ["subnet-0a", "subnet-0b"],
            SecurityGroups = ["sg-0"],
        },
        Capacity = new CapacityPolicy
        {
            Minimum = 500,
            Maximum = 1000,
            ReadyBefore = Duration.FromMinutes(30),
            BootTime = Duration.FromMinutes(5),
            BootDeadline = Duration.FromMinutes(15),
            StayAfter = Duration.FromMinutes(30),
            Overlap = Overlap.Sum,
            ScaleIn = new ScaleIn(25, Duration.FromMinutes(5)),
            Demand = [
                .. Enumerable.Range(0, 10).Select(
                    rule =>
                        new DemandRule(
                            rule % 2 == 0 ? Teams[(number * 7) + rule] : null, $"Competition {(number + rule) % Competitions}", null,
                            rule + 1))],
        },
        Drain = Duration.FromMinutes(5),
        ProtectTag = "kickoff:protect",
    })];

    public static string NameOf(int pool) => string.Create(CultureInfo.InvariantCulture, $"pool-{pool}");

    public static ImmutableArray<Fixture> Fixtures(int count)
    {
        var random = new Random(2012);
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            // Matches begin on quarters of an hour, in the afternoon and evening.
            var kickoff = NewYear + Duration.FromDays(random.Next(365)) + Duration.FromHours(12)
                + Duration.FromMinutes(15 * random.Next(40));
            return new Fixture
            {
                Key = new FixtureKey($"Competition {random.Next(Competitions)}", number.ToString(CultureInfo.InvariantCulture)),
                Round = "Matchday 1",
                Home = Teams[random.Next(Teams.Length)],
                Away = Teams[random.Next(Teams.Length)],
                Kickoff = kickoff,
                Day = kickoff.InUtc().Date,
                Zone = "Etc/UTC",
                Source = "bench",
                ImportedAt = NewYear,
            };
        })];
    }
}
