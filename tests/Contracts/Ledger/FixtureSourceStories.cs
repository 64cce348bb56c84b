using Kickoff.Aws.Scaling;
using Kickoff.Core.Fixtures.Sources;
using NodaTime;
using static Kickoff.Contracts.Ledger.Adapters;

namespace Kickoff.Contracts.Ledger;

/// <summary>What is remembered of sources of fixtures: two who write at once are told apart by the version.</summary>
[Collection(TellsStories.Name)]
public sealed class FixtureSourceStories(Oracles oracles)
{
    private static readonly SourceState First = new("premier-league")
    {
        Competitions = ["Cup", "League"],
        Asked = Now,
        Answered = Now - Duration.FromMinutes(1),
        Next = Now + Duration.FromHours(6),
        NotBefore = Now + Duration.FromHours(1),
        Read = Now - Duration.FromHours(2),
        ReadWith = "r",
        ETag = "\"a\"",
        LastModified = "Thu, 28 Jun 2012 18:45:00 GMT",
        Digest = "d",
        Rows = 380,
        Failures = 2,
        Trouble = "it answers 503",
        Accepted = "p",
        Waiting = new WaitingImport(Now, "q", ["League: 5 of 9"]),
    };

    [Theory, MotoItself]
    public async Task A_source_comes_back_as_it_was_put_one_version_on(Told told)
    {
        var sources = await SourcesAsync(told);
        Assert.Equivalent(new SourceState("premier-league"), await sources.ReadAsync("premier-league", default), strict: true);

        Assert.True(await sources.PutAsync(First, default));

        Assert.Equivalent(First with { Version = 1 }, await sources.ReadAsync("premier-league", default), strict: true);
        Assert.Equal(0, (await sources.ReadAsync("bundesliga", default)).Version);
    }

    [Theory, MotoItself]
    public async Task Of_two_who_write_the_first_state_one_is_told(Told told)
    {
        var sources = await SourcesAsync(told);

        Assert.True(await sources.PutAsync(First, default));
        Assert.False(await sources.PutAsync(First with { Rows = 1 }, default));

        Assert.Equal(380, (await sources.ReadAsync("premier-league", default)).Rows);
    }

    [Theory, MotoItself]
    public async Task Who_read_an_older_version_does_not_write_over_a_newer_one(Told told)
    {
        var sources = await SourcesAsync(told);
        await sources.PutAsync(First, default);
        var read = await sources.ReadAsync("premier-league", default);

        Assert.True(await sources.PutAsync(read with { Rows = 1, Competitions = [], Waiting = null }, default));
        Assert.False(await sources.PutAsync(read with { Rows = 2 }, default));

        var now = await sources.ReadAsync("premier-league", default);
        Assert.Equal((1, 2L, true), (now.Rows, now.Version, now.Waiting is null && now.Competitions.IsEmpty));
    }

    private async Task<DynamoFixtureSources> SourcesAsync(Told told)
    {
        var stage = await oracles.StageAsync(told);
        return new DynamoFixtureSources(stage.Calls, stage.Fixtures);
    }
}
