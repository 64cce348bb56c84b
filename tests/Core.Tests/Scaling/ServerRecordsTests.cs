using System.Collections.Immutable;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>
/// What a pool remembers of its servers, told minute by minute: S in service, U unhealthy, ? a load balancer without an answer.
/// </summary>
public sealed class ServerRecordsTests
{
    private static readonly Instant Now = Given.Kickoff;

    [Fact]
    public void One_that_was_watched_from_its_boot_and_never_was_in_service_has_not_served()
    {
        var server = After(Now - Duration.FromMinutes(30), Enumerable.Repeat<bool?>(false, 30));

        Assert.False(server.HasServed);
        Assert.Null(server.UnhealthySince);
    }

    [Fact]
    public void Bad_health_counts_from_its_first_minute_and_ends_with_the_first_good_one()
    {
        var launched = Now - Duration.FromMinutes(10);
        Assert.Equal(launched + Duration.FromMinutes(2), After(launched, [true, true, false, false]).UnhealthySince);
        Assert.Null(After(launched, [true, false, false, true]).UnhealthySince);
        Assert.Equal(launched + Duration.FromMinutes(3), After(launched, [true, false, true, false]).UnhealthySince);
    }

    [Fact]
    public void Without_an_answer_it_is_as_it_was()
    {
        var launched = Now - Duration.FromMinutes(10);
        Assert.Null(After(launched, [true, null, null]).UnhealthySince);
        Assert.Equal(launched + Duration.FromMinutes(1), After(launched, [true, false, null]).UnhealthySince);
    }

    [Fact]
    public void A_server_whose_boot_nobody_watched_may_have_served()
    {
        var server = After(Now - Duration.FromHours(2), [false], first: Duration.FromHours(2));

        Assert.True(server.HasServed);
        Assert.Equal(Now, server.UnhealthySince);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public void Who_is_in_service_at_one_load_balancer_has_served_whatever_the_others_say(bool? inService)
    {
        var server = Given.Server(1, Now, inService) with { ServesSomewhere = true };
        var (servers, _) = ServerRecords.Of([server], [], Given.Pool().Capacity, Now);

        Assert.True(servers.Single().HasServed);
        Assert.Null(servers.Single().UnhealthySince);
    }

    [Fact]
    public void Another_boot_is_another_story()
    {
        var before = new ServerRecord(Given.Id(1), Now - Duration.FromHours(5), Now - Duration.FromHours(4), null, Now);
        var (servers, _) = ServerRecords.Of([Given.Server(1, Now, inService: false)], [before], Given.Pool().Capacity, Now);

        Assert.False(Assert.Single(servers).HasServed);
    }

    [Fact]
    public void Who_is_taken_out_is_not_in_bad_health_for_it()
    {
        var launched = Now - Duration.FromHours(5);
        var drain = new Drain(Given.Id(1), launched, Now - Duration.FromMinutes(20), Now, DrainCause.Surplus);
        ServerRecord before = new(Given.Id(1), launched, launched, null, Now);
        Assert.Null(Next(drain).UnhealthySince);
        // From when it was wanted back, it is.
        Assert.Equal(Now - Duration.FromMinutes(2), Next(drain with { ReturningSince = Now - Duration.FromMinutes(2) }).UnhealthySince);

        PoolServer Next(Drain one) =>
            Assert.Single(
                ServerRecords.Of([Given.Server(1, launched, inService: false, drain: one)], [before], Given.Pool().Capacity, Now).Servers);
    }

    [Fact]
    public void What_does_not_change_is_written_once_a_day()
    {
        var launched = Now - Duration.FromHours(50);
        ImmutableArray<ServerRecord> records = [];
        var writes = 0;
        for (var minute = 0; minute < 49 * 60; minute++)
        {
            var (_, changed) = ServerRecords.Of(
                [Given.Server(1, launched)], records, Given.Pool().Capacity, launched + Duration.FromMinutes(minute));
            writes += changed.Length;
            records = changed.IsEmpty ? records : changed;
        }

        Assert.Equal(3, writes);
    }

    /// <summary>The server after these minutes, the first of them <paramref name="first"/> after its launch.</summary>
    private static PoolServer After(Instant launched, IEnumerable<bool?> inService, Duration? first = null)
    {
        ImmutableArray<ServerRecord> records = [];
        PoolServer? server = null;
        var at = launched + (first ?? Duration.Zero);
        foreach (var minute in inService)
        {
            var (servers, changed) = ServerRecords.Of([Given.Server(1, launched, minute)], records, Given.Pool().Capacity, at);
            server = servers.Single();
            records = changed.IsEmpty ? records : changed;
            at += Duration.FromMinutes(1);
        }

        return server!;
    }
}
