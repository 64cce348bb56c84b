using Kickoff.Aws.Ledger;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;
using static Kickoff.Contracts.Ledger.Adapters;

namespace Kickoff.Contracts.Ledger;

/// <summary>The ledger's word on one server at one load balancer: compare and set.</summary>
[Collection(TellsStories.Name)]
public sealed class MembershipStories(Oracles oracles)
{
    private static readonly LoadBalancer Web = new ClassicLoadBalancer("web");

    [Theory, MotoItself]
    public async Task A_membership_is_stored_whole(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var written = await WriteAsync(stage, null, In(Id(1)));

        Assert.Equal(
            $"PK=instance#{Id(1)} SK=membership#classic/web at={Words.Time(Now)} because=mapped "
            + $"boot={Words.Time(Now - Duration.FromHours(1))} epoch=#3 leaseUntil={Words.Time(Now + Lease)} owner=one revision=#1 "
            + "state=registering wanted=in",
            Words.Of(await stage.GetAsync($"instance#{Id(1)}", "membership#classic/web")));
        Assert.Equal(written, Assert.Single(await Memberships(stage).OfAsync(Id(1), default)));
    }

    [Theory, MotoItself]
    public async Task Only_who_is_first_writes_the_first_and_the_second_is_told_what_is_there(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var first = await WriteAsync(stage, null, In(Id(1)));

        var lost = Assert.IsType<MembershipWrite.Lost>(
            await Memberships(stage).CompareAndSetAsync(null, In(Id(1)) with { Owner = "two" }, default));

        Assert.Equal(first, lost.Current);
    }

    [Theory, MotoItself]
    public async Task Only_who_knows_the_latest_revision_writes_the_next(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var first = await WriteAsync(stage, null, In(Id(1)));
        var second = await WriteAsync(stage, first, first with { Owner = "two" });
        Assert.Equal(2, second.Revision);

        var lost = Assert.IsType<MembershipWrite.Lost>(
            await Memberships(stage).CompareAndSetAsync(first, first with { Owner = "three" }, default));

        Assert.Equal(second, lost.Current);
    }

    [Theory, MotoItself]
    public async Task A_next_of_what_is_gone_loses_to_nothing(Told told)
    {
        var stage = await oracles.StageAsync(told);

        var lost = Assert.IsType<MembershipWrite.Lost>(
            await Memberships(stage).CompareAndSetAsync(In(Id(1)) with { Revision = 1 }, In(Id(1)), default));

        Assert.Null(lost.Current);
    }

    [Theory, MotoItself]
    public async Task A_hundred_and_one_memberships_are_found_in_two_batches_and_absent_ones_are_absent(Told told)
    {
        var stage = await oracles.StageAsync(told);
        foreach (var number in new[] { 1, 100, 101 })
        {
            await WriteAsync(stage, null, In(Id(number)));
        }

        MembershipKey[] keys = [.. Enumerable.Range(1, 101).Select(number => new MembershipKey(Id(number), Web))];
        var found = await Memberships(stage).FindAsync(keys, default);

        Assert.Equal([Id(1), Id(100), Id(101)], found.Keys.Select(key => key.Instance).Order());
    }

    [Theory, MotoItself]
    public async Task Only_the_memberships_of_the_server_asked_for_are_its_memberships(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await WriteAsync(stage, null, In(Id(1)));
        await WriteAsync(stage, null, In(Id(2)));
        await new DynamoTerminations(stage.Table()).NoteAsync([new(Id(1), Now)], default);

        Assert.Equal([Id(1)], (await Memberships(stage).OfAsync(Id(1), default)).Select(membership => membership.Key.Instance));
    }

    private static DynamoMemberships Memberships(Stage stage) => new(stage.Table());

    internal static Membership In(InstanceId instance) => new()
    {
        Key = new(instance, Web),
        Boot = Now - Duration.FromHours(1),
        Epoch = 3,
        Wanted = Wanted.In,
        Because = Cause.Mapped,
        State = MembershipState.Registering,
        Owner = "one",
        LeaseUntil = Now + Lease,
        At = Now,
    };

    private static async Task<Membership> WriteAsync(Stage stage, Membership? expected, Membership next) =>
        Assert.IsType<MembershipWrite.Written>(await Memberships(stage).CompareAndSetAsync(expected, next, default)).Membership;
}
