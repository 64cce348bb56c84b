using Kickoff.Aws.Scaling;
using Kickoff.Core.Scaling;
using Kickoff.Wire.Tests.Local;
using NodaTime;

namespace Kickoff.Wire.Tests.Ledger;

[Collection(UsesEmulator.Name)]
public sealed class HoldsTests(EmulatorFixture emulator) : IAsyncLifetime
{
    private static readonly Hold First = new(
        "backend", HoldKind.AtLeast, 20, Instant.FromUtc(2026, 6, 11, 19, 0), Instant.FromUtc(2026, 6, 11, 22, 0), "ops", "draw");

    private LedgerWire _wire = null!;
    private DynamoPoolLedger _ledger = null!;

    public async Task InitializeAsync()
    {
        _wire = await LedgerWire.CreateAsync(emulator.Proxy.Endpoint);
        _ledger = new(_wire.Table);
    }

    public Task DisposeAsync()
    {
        _wire.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Of_operators_at_the_same_moment_one_holds_and_the_others_are_shown_that_hold()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(1, 8).Select(number => PutAsync(First with { Servers = number, By = $"operator {number}" }, First.From)));
        var there = (await _ledger.ReadAsync("backend", default)).Hold!;

        Assert.Equal(new HoldAnswer.Put(null), Assert.Single(answers, answer => answer is HoldAnswer.Put));
        Assert.All(answers.Where(answer => answer is not HoldAnswer.Put), answer => Assert.Equal(new HoldAnswer.Refused(there), answer));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(0)]
    [InlineData(179)]
    public async Task A_hold_in_force_or_still_to_come_stays_unless_it_is_replaced(int minutesAfterItBegan)
    {
        var now = First.From + Duration.FromMinutes(minutesAfterItBegan);
        var second = First with { Servers = 3, By = "dev" };
        await PutAsync(First, First.From);

        Assert.Equal(new HoldAnswer.Refused(First), await PutAsync(second, now));
        Assert.Equal(First, (await _ledger.ReadAsync("backend", default)).Hold);
        Assert.Equal(new HoldAnswer.Put(First), await PutAsync(second, now, replace: true));
        Assert.Equal(second, (await _ledger.ReadAsync("backend", default)).Hold);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hold_that_is_over_is_no_obstacle(bool replace)
    {
        var second = First with { Servers = 3, From = First.Until, Until = First.Until + Duration.FromHours(1) };
        await PutAsync(First, First.From);

        Assert.Equal(new HoldAnswer.Put(null), await PutAsync(second, First.Until, replace));
        Assert.Equal(second, (await _ledger.ReadAsync("backend", default)).Hold);
    }

    /// <summary>The SDK sends the call again, and DynamoDB then refuses it because of the first.</summary>
    [Fact]
    public async Task A_hold_whose_first_reply_was_lost_holds_and_is_not_in_its_own_way()
    {
        var lost = 0;
        _wire.After = (call, response) =>
            call.Operation == "PutItem" && lost++ == 0 ? throw new HttpRequestException("reply lost") : response;

        Assert.Equal(new HoldAnswer.Put(null), await PutAsync(First, First.From));
        Assert.Equal(2, _wire.Calls.Count(call => call.Operation == "PutItem"));
    }

    private Task<HoldAnswer> PutAsync(Hold hold, Instant now, bool replace = false) => _ledger.PutHoldAsync(hold, replace, now, default);
}
