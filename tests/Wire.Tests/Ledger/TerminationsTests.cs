using Kickoff.Aws.Ledger;
using Kickoff.Core;
using Kickoff.Core.Servers;
using Kickoff.Wire.Tests.Local;
using NodaTime;

namespace Kickoff.Wire.Tests.Ledger;

[Collection(UsesEmulator.Name)]
public sealed class TerminationsTests(EmulatorFixture emulator) : IAsyncLifetime
{
    private static readonly Instant Now = Instant.FromUtc(2012, 6, 28, 18, 45);

    private LedgerWire _wire = null!;
    private DynamoTerminations _terminations = null!;

    public async Task InitializeAsync()
    {
        _wire = await LedgerWire.CreateAsync(emulator.Proxy.Endpoint);
        _terminations = new(_wire.Table);
    }

    public Task DisposeAsync()
    {
        _wire.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Notes_come_oldest_first_from_the_time_asked_for()
    {
        await _terminations.NoteAsync([At(3, 3), At(1, 1), At(2, 2)], default);

        Assert.Equal([At(2, 2), At(3, 3)], await SinceAsync(Now + Duration.FromSeconds(2)));
        Assert.Equal([At(1, 1)], await SinceAsync(Now, most: 1));
        Assert.Empty(await SinceAsync(Now + Duration.FromSeconds(4)));
    }

    [Fact]
    public async Task An_instance_already_noted_keeps_its_first_time()
    {
        await _terminations.NoteAsync([At(1, 1)], default);
        await _terminations.NoteAsync([At(1, 2)], default);

        Assert.Equal([At(1, 1)], await SinceAsync(Now));
    }

    [Fact]
    public async Task A_note_whose_writer_died_half_way_is_finished_at_its_first_time()
    {
        var puts = 0;
        _wire.Instead = call => call.Operation == "PutItem" && ++puts > 1 ? throw new HttpRequestException("died") : null;
        await Assert.ThrowsAsync<UnavailableException>(() => _terminations.NoteAsync([At(1, 1)], default));
        _wire.Instead = _ => null;
        Assert.Empty(await SinceAsync(Now));

        await _terminations.NoteAsync([At(1, 2)], default);

        Assert.Equal([At(1, 1)], await SinceAsync(Now));
    }

    [Fact]
    public async Task The_name_a_server_was_enrolled_by_is_what_its_note_says_and_a_note_without_one_says_the_instance_id()
    {
        await new DynamoEnrolments(_wire.Table).ClaimAsync(new(At(1, 1).Id, At(1, 1).Id + ".games.internal", "key", Now), default);
        await _terminations.NoteAsync([At(1, 1), At(2, 2)], default);

        Assert.Equal(
            [At(1, 1).Id + ".games.internal", At(2, 2).Id.Value], (await SinceAsync(Now)).Select(termination => termination.Certname));
    }

    [Fact]
    public async Task More_notes_than_a_page_holds_are_all_read()
    {
        await _terminations.NoteAsync([.. Enumerable.Range(1, 30).Select(number => At(number, number))], default);
        _wire.Calls.Clear();
        // DynamoDB ends a page after a megabyte; here after seven items.
        _wire.Before = call => call.Body["Limit"] = 7;

        Assert.Equal(30, (await SinceAsync(Now)).Count());
        Assert.Equal(5, _wire.Calls.Count);
        Assert.All(_wire.Calls, call => Assert.True((bool?)call.Body["ConsistentRead"]));
    }

    private static Termination At(int number, int seconds) => new(InstanceId.Parse($"i-{number:x17}"), Now + Duration.FromSeconds(seconds));

    private async Task<IEnumerable<Termination>> SinceAsync(Instant since, int most = int.MaxValue) =>
        await _terminations.SinceAsync(since, most, default);
}
