using System.Collections.Immutable;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>How long candidates and pools are waited with (docs/scaling.md).</summary>
public sealed class LaunchBackoffTests
{
    private static readonly Instant Now = Given.Kickoff;

    private static readonly LaunchCandidate Candidate = new("m7i.large", "subnet-a");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 15)]
    [InlineData(400, 15)]
    public void After_so_many_failures_in_a_row_a_candidate_is_waited_with_for_so_many_minutes(int failures, int minutes)
    {
        foreach (var kind in Enum.GetValues<LaunchFailure>())
        {
            Assert.Equal(Now + Duration.FromMinutes(minutes), Until(Candidate, new(Candidate, failures, kind, Now, "no"), wanted: false));
        }
    }

    /// <summary>A call costs nothing, and a match is not played twice; servers that die cost what servers cost.</summary>
    [Theory]
    [InlineData(LaunchFailure.NoCapacity, 2)]
    [InlineData(LaunchFailure.Refused, 2)]
    [InlineData(LaunchFailure.Unanswered, 2)]
    [InlineData(LaunchFailure.Died, 15)]
    public void While_servers_are_wanted_only_dying_ones_are_waited_with_for_long(LaunchFailure kind, int minutes) =>
        Assert.Equal(Now + Duration.FromMinutes(minutes), Until(Candidate, new(Candidate, 9, kind, Now, "no"), wanted: true));

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 4)]
    [InlineData(6, 8)]
    [InlineData(7, 15)]
    [InlineData(40, 15)]
    public void After_so_many_dead_launches_the_pool_waits_so_many_minutes(int dead, int minutes) =>
        Assert.Equal(
            minutes == 0 ? null : Now + Duration.FromMinutes(minutes),
            Until(null, new(null, dead, LaunchFailure.Died, Now, "no"), wanted: true));

    [Fact]
    public void The_newest_launch_of_which_nobody_knows_yet_is_waited_for_as_well()
    {
        LaunchFailures dead = new(Candidate, 2, LaunchFailure.Died, Now - Duration.FromMinutes(9), "no");
        var newest = Launch(1, Now - Duration.FromMinutes(1));

        Assert.Equal(newest.At + Duration.FromMinutes(2), Until(Candidate, dead, true, newest));
        Assert.Null(Until(Candidate, dead, true, newest with { Served = true }));
        Assert.Null(Until(Candidate, dead, true, newest with { Request = newest.Request with { SubnetId = "subnet-b" } }));
        Assert.Null(Until(new("m6i.large", "subnet-a"), dead, true, newest));
    }

    [Fact]
    public void A_failure_of_another_kind_or_long_after_is_the_first()
    {
        var first = LaunchFailures.After([], Candidate, LaunchFailure.Refused, Now, "no");
        var second = LaunchFailures.After([first], Candidate, LaunchFailure.Refused, Now, "no");
        var other = LaunchFailures.After([second], Candidate, LaunchFailure.NoCapacity, Now, "no");

        Assert.Equal([1, 2, 1], new[] { first, second, other }.Select(one => one.Count));
        Assert.Equal(1, LaunchFailures.After([second], Candidate, LaunchFailure.Refused, Now + Duration.FromHours(1), "no").Count);
    }

    private static Instant? Until(LaunchCandidate? of, LaunchFailures failures, bool wanted, params LaunchIntent[] launches) =>
        LaunchBackoff.Of(of, [failures], launches, wanted, Now)?.Until;

    internal static LaunchIntent Launch(int number, Instant at) => new()
    {
        Id = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
        Pool = "backend",
        At = at,
        State = LaunchState.Launched,
        Instances = [Given.Id(1000 + number)],
        Request = new LaunchRequest
        {
            ImageId = "ami-1",
            InstanceType = "m7i.large",
            SubnetId = "subnet-a",
            SecurityGroups = [],
            Tags = Server.NoTags,
            Count = 1,
        },
    };
}
