using System.Collections.Immutable;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>A broken image must not become a launch storm: launches that die thin out.</summary>
public sealed class LaunchBackoffTests
{
    private static readonly Instant Now = Given.Kickoff;

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 4)]
    [InlineData(6, 8)]
    [InlineData(7, 15)]
    [InlineData(40, 15)]
    public void After_so_many_dead_launches_the_pool_waits_so_many_minutes(int dead, int minutes)
    {
        var launches = Enumerable.Range(0, dead).Select(number => Launch(number, Now - Duration.FromMinutes(10 + number)));
        var newest = Launch(99, Now - Duration.FromMinutes(1));

        var until = LaunchBackoff.Of([.. launches, newest], Alive(newest), Given.Pool().Capacity, Now);
        Assert.Equal(minutes <= 1 ? null : newest.At + Duration.FromMinutes(minutes), until?.Until);
    }

    [Fact]
    public void Launches_that_die_within_a_minute_are_seen_to_die_although_the_newest_is_not_known_yet()
    {
        var launched = new List<LaunchIntent>();
        for (var minute = 0; minute < 120; minute++)
        {
            var now = Now + Duration.FromMinutes(minute);
            if (LaunchBackoff.Of(launched, [], Given.Pool().Capacity, now) is null)
            {
                launched.Add(Launch(minute, now));
            }
        }

        // 0, 1, 2, 3 and 4, then after 2, 4, 8 and ever 15 minutes.
        Assert.InRange(launched.Count, 5, 16);
    }

    [Fact]
    public void One_that_was_in_service_ends_the_count()
    {
        var launches = Enumerable.Range(0, 6).Select(number => Launch(number, Now - Duration.FromMinutes(10 - number))).Append(
            Launch(99, Now - Duration.FromMinutes(3)) with { Served = true });

        Assert.Null(LaunchBackoff.Of(launches, [], Given.Pool().Capacity, Now));
    }

    [Fact]
    public void Servers_past_their_boot_deadline_are_dead_and_younger_ones_are_not()
    {
        var launches = Enumerable.Range(0, 3).Select(
            number => Launch(number, Now - Duration.FromMinutes(15) - Duration.FromSeconds(number))).ToArray();
        var servers = launches.SelectMany((launch, number) => Alive(launch)).ToImmutableArray();

        Assert.Null(LaunchBackoff.Of(launches, servers, Given.Pool().Capacity, Now - Duration.FromMinutes(1)));
        var late = Launch(99, Now - Duration.FromSeconds(30));
        Assert.NotNull(LaunchBackoff.Of([.. launches, late], [.. servers, .. Alive(late)], Given.Pool().Capacity, Now));
    }

    private static LaunchIntent Launch(int number, Instant at) => new()
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

    private static ImmutableArray<PoolServer> Alive(LaunchIntent launch) =>
        [
            .. launch.Instances.Select(
                id => new PoolServer(new Server { Id = id, State = InstanceState.Running, LaunchTime = launch.At }, false, true, null))];
}
