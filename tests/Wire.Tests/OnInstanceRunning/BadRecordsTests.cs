using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.OnInstanceRunning;

[Collection(UsesEmulator.Name)]
public sealed class BadRecordsTests(EmulatorFixture emulator) : IAsyncLifetime
{
    private Stage _stage = null!;

    public static TheoryData<string, string> Bad => new()
    {
        { "not JSON at all", "it is not an EventBridge event" },
        { "", "it is not an EventBridge event" },
        { "null", "it is null" },
        { "[]", "it is not an EventBridge event" },
        { "{}", "it is not an instance state change of EC2" },
        { new string('x', 10_000), "it is not an EventBridge event" },
        { new string('[', 10_000), "it is not an EventBridge event" },
        { Stage.EventOf(new string('a', 10_000)), "it names no instance" },
        { Stage.EventOf("i-xyz"), "it names no instance" },
        { Stage.EventOf("I-0123456789ABCDEF0"), "it names no instance" },
        { Stage.EventOf("i-0123456789abcdef0 "), "it names no instance" },
        { Stage.EventOf("i-0123456789abcdef0")
            .Replace("\"instance-id\"", "\"instance\"", StringComparison.Ordinal), "it names no instance" },
        { Stage.EventOf("i-0123456789abcdef0").Replace("\"time\"", "\"when\"", StringComparison.Ordinal), "it has no time" },
        { Stage.EventOf("i-0123456789abcdef0", account: "999999999999"), "it is of another account" },
        { Stage.EventOf("i-0123456789abcdef0", region: "us-east-1"), "it is of another region" },
        { Stage.EventOf("i-0123456789abcdef0", source: "aws.autoscaling"), "it is not an instance state change of EC2" },
    };

    public async Task InitializeAsync() => _stage = await Stage.SetAsync(emulator.Proxy);

    public Task DisposeAsync() => _stage.DisposeAsync().AsTask();

    [Fact]
    public async Task A_bad_record_fails_alone_with_a_line_that_says_why()
    {
        var id = (await _stage.LaunchAsync(1))[0];
        var bad = Bad.Select(row => (Body: (string)row[0], Reason: (string)row[1])).ToArray();

        var result = await _stage.InvokeAsync([.. bad.Select(one => one.Body), Stage.EventOf(id)]);

        Assert.Equal(Enumerable.Range(0, bad.Length), Stage.Again(result));
        Assert.Equal([id], await _stage.MembersAsync());
        var refused = result.Log.Json.Where(line => (string?)line["what"] == "event refused").ToDictionary(
            line => (string)line["subject"]!, line => (string)line["reason"]!);
        Assert.All(bad.Index(), one => Assert.StartsWith(one.Item.Reason, refused[$"{one.Index}"], StringComparison.Ordinal));
        // What came in is not written out again.
        Assert.All(result.Log.Lines, line => Assert.True(line.Length < 1000));
    }

    [Fact]
    public async Task An_instance_EC2_does_not_know_comes_again_while_its_event_is_young_and_is_dropped_afterwards()
    {
        var result = await _stage.InvokeAsync(
            Stage.EventOf("i-0123456789abcdef0", age: TimeSpan.FromMinutes(14)),
            Stage.EventOf("i-0123456789abcdef1", age: TimeSpan.FromMinutes(16)));

        Assert.Equal([0], Stage.Again(result));
        Assert.Contains(result.Log.Json, line => (string?)line["what"] == "dropped" && (string?)line["subject"] == "i-0123456789abcdef1");
        Assert.Empty(await _stage.LedgerAsync());
    }

    [Fact]
    public async Task An_empty_batch_is_nothing()
    {
        Assert.Empty(Stage.Again(await _stage.InvokeAsync()));
        Assert.Empty(_stage.Calls);
    }
}
