using System.Net;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Aws.Ledger;
using Kickoff.Core;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using Kickoff.Wire.Tests.Local;
using NodaTime;

namespace Kickoff.Wire.Tests.Ledger;

[Collection(UsesEmulator.Name)]
public sealed class MembershipsTests(EmulatorFixture emulator) : IAsyncLifetime
{
    private static readonly Instant Now = Instant.FromUtc(2012, 6, 28, 18, 45) + Duration.FromNanoseconds(123);
    private static readonly LoadBalancer Web = new ClassicLoadBalancer("web");
    private static readonly LoadBalancer Api = new TargetGroup(
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef", 8080);

    private LedgerWire _wire = null!;
    private DynamoMemberships _memberships = null!;

    public async Task InitializeAsync()
    {
        _wire = await LedgerWire.CreateAsync(emulator.Proxy.Endpoint);
        _memberships = new(_wire.Table);
    }

    public Task DisposeAsync()
    {
        _wire.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_written_is_read_back_the_same()
    {
        foreach (var membership in new[]
        {
            Claim(1, Web),
            Claim(1, Api) with { Wanted = Wanted.Out, Because = Cause.Drained, State = MembershipState.Deregistered, Owner = null,
                LeaseUntil = null },
        })
        {
            var written =
                Assert.IsType<MembershipWrite.Written>(await _memberships.CompareAndSetAsync(null, membership, default)).Membership;

            Assert.Equal(membership with { Revision = 1 }, written);
            Assert.Equal(written, (await _memberships.FindAsync([membership.Key], default))[membership.Key]);
        }

        Assert.Equal([Web, Api], (await _memberships.OfAsync(Id(1), default)).Select(membership => membership.Key.LoadBalancer));
        Assert.Empty(await _memberships.OfAsync(Id(2), default));
    }

    [Fact]
    public async Task Who_comes_second_loses_and_sees_what_is_there()
    {
        var first = await WriteAsync(null, Claim(1, Web));

        var lost = Assert.IsType<MembershipWrite.Lost>(
            await _memberships.CompareAndSetAsync(null, Claim(1, Web) with { Owner = "second" }, default));
        Assert.Equal(first, lost.Current);

        var second = await WriteAsync(first, MembershipTransitions.Complete(first, Now));
        Assert.Equal(2, second.Revision);
        Assert.Equal(second, Assert.IsType<MembershipWrite.Lost>(await _memberships.CompareAndSetAsync(first, first, default)).Current);
    }

    [Fact]
    public async Task A_write_onto_an_item_that_is_gone_loses_to_nothing()
    {
        var first = await WriteAsync(null, Claim(1, Web));
        await _wire.Client.DeleteItemAsync(
            _wire.TableName, new() { ["PK"] = new($"instance#{Id(1)}"), ["SK"] = new("membership#classic/web") });

        Assert.Null(Assert.IsType<MembershipWrite.Lost>(await _memberships.CompareAndSetAsync(first, first, default)).Current);
    }

    [Fact]
    public async Task Of_sixteen_that_race_one_wins()
    {
        var writes = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(number => _memberships.CompareAndSetAsync(null, Claim(1, Web) with { Owner = $"owner-{number}" }, default)));

        Assert.Single(writes.OfType<MembershipWrite.Written>());
        var item = (await _memberships.FindAsync([new(Id(1), Web)], default)).Values.Single();
        Assert.All(writes.OfType<MembershipWrite.Lost>(), lost => Assert.Equal(item, lost.Current));
    }

    [Fact]
    public async Task A_write_whose_reply_was_lost_counts_as_written_when_the_SDK_sends_it_again()
    {
        var lost = 0;
        _wire.After = (call, response) =>
            call.Operation == "PutItem" && lost++ == 0 ? throw new HttpRequestException("reply lost") : response;

        var written = await WriteAsync(null, Claim(1, Web));

        Assert.Equal(2, _wire.Calls.Count(call => call.Operation == "PutItem"));
        Assert.Equal(1, written.Revision);
    }

    [Fact]
    public async Task Another_ones_write_of_the_same_revision_does_not_count_as_ours()
    {
        var first = await WriteAsync(null, Claim(1, Web) with { Owner = "first" });
        await WriteAsync(first, Claim(1, Web) with { Owner = "other" });

        Assert.IsType<MembershipWrite.Lost>(await _memberships.CompareAndSetAsync(first, Claim(1, Web) with { Owner = "me" }, default));
    }

    [Fact]
    public async Task Every_read_says_ConsistentRead_and_every_write_its_condition()
    {
        var first = await WriteAsync(null, Claim(1, Web));
        await WriteAsync(first, first);
        await _memberships.FindAsync([first.Key], default);
        await _memberships.OfAsync(Id(1), default);

        Assert.Equal(["PutItem", "PutItem", "BatchGetItem", "Query"], _wire.Calls.Select(call => call.Operation));
        Assert.Equal("attribute_not_exists(PK)", (string?)_wire.Calls[0].Body["ConditionExpression"]);
        Assert.Equal("revision = :revision", (string?)_wire.Calls[1].Body["ConditionExpression"]);
        Assert.All(_wire.Calls.Take(2), put => Assert.Equal("ALL_OLD", (string?)put.Body["ReturnValuesOnConditionCheckFailure"]));
        Assert.True((bool?)_wire.Calls[2].Body["RequestItems"]![_wire.TableName]!["ConsistentRead"]);
        Assert.True((bool?)_wire.Calls[3].Body["ConsistentRead"]);
    }

    [Fact]
    public async Task More_keys_than_a_batch_holds_are_read_in_several_and_what_DynamoDB_left_unread_is_asked_for_again()
    {
        var keys = Enumerable.Range(1, 130).Select(number => new MembershipKey(Id(number), Web)).ToArray();
        await InParallel.EachAsync(keys, 8, async key => await WriteAsync(null, Claim(1, Web) with { Key = key }));
        var left = 0;
        _wire.After = (call, response) =>
            call.Operation == "BatchGetItem" && KeysOf(call) == 100 && left++ == 0 ? LeaveHalf(call, response) : response;
        _wire.Calls.Clear();

        var found = await _memberships.FindAsync(keys, default);

        Assert.Equal(130, found.Count);
        Assert.Equal([100, 50, 30], _wire.Calls.Select(KeysOf).OrderDescending());
        Assert.All(_wire.Calls, call => Assert.True((bool?)call.Body["RequestItems"]![_wire.TableName]!["ConsistentRead"]));
    }

    [Fact]
    public async Task Keys_that_stay_unread_make_the_ledger_unavailable()
    {
        await WriteAsync(null, Claim(1, Web));
        _wire.Instead = call => LedgerWire.Json(
            HttpStatusCode.OK, $$$"""{"Responses":{},"UnprocessedKeys":{{{call.Body["RequestItems"]!.ToJsonString()}}}}""");

        await Assert.ThrowsAsync<UnavailableException>(() => _memberships.FindAsync([new(Id(1), Web)], default));
    }

    [Theory]
    [InlineData("ProvisionedThroughputExceededException", HttpStatusCode.BadRequest)]
    [InlineData("ThrottlingException", HttpStatusCode.BadRequest)]
    [InlineData("RequestLimitExceeded", HttpStatusCode.BadRequest)]
    [InlineData("InternalServerError", HttpStatusCode.InternalServerError)]
    public async Task What_DynamoDB_cannot_answer_after_the_SDKs_retries_is_unavailable(string error, HttpStatusCode status)
    {
        _wire.Instead = _ => LedgerWire.Error(error, status);

        var exception = await Assert.ThrowsAsync<UnavailableException>(() => _memberships.OfAsync(Id(1), default));

        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, _wire.Calls.Count);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_made_is_unavailable()
    {
        _wire.Instead = _ => throw new HttpRequestException("refused");

        await Assert.ThrowsAsync<UnavailableException>(() => _memberships.OfAsync(Id(1), default));
    }

    [Fact]
    public async Task A_missing_table_is_told_in_DynamoDBs_words()
    {
        var nowhere = new DynamoMemberships(
            new LedgerTable(new DynamoDbCalls(_wire.Client), "no-such-table", TimeProvider.System, new SilentJournal()));

        var unknown = await Assert.ThrowsAsync<Kickoff.Core.UnavailableException>(() => nowhere.OfAsync(Id(1), default));
        Assert.StartsWith("ResourceNotFoundException: ", unknown.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_server_that_is_out_expires()
    {
        var first = await WriteAsync(null, Claim(1, Web));
        Assert.False((await ItemAsync()).ContainsKey("expires"));

        await WriteAsync(first, first with { Wanted = Wanted.Out, Because = Cause.Stopped, State = MembershipState.Deregistered });

        Assert.Equal((Now + Duration.FromDays(30)).ToUnixTimeSeconds()
            .ToString(System.Globalization.CultureInfo.InvariantCulture), (await ItemAsync())["expires"].N);
    }

    private static InstanceId Id(int number) => InstanceId.Parse($"i-{number:x17}");

    private static Membership Claim(int number, LoadBalancer loadBalancer) =>
        ((Step.Claim)MembershipTransitions.Next(
            null, new(new(Id(number), loadBalancer), Now - Duration.FromMinutes(2), Wanted.In, Cause.Mapped), "owner", Now)).Next;

    private async Task<Membership> WriteAsync(Membership? expected, Membership next) =>
        Assert.IsType<MembershipWrite.Written>(await _memberships.CompareAndSetAsync(expected, next, default)).Membership;

    private async Task<Dictionary<string, AttributeValue>> ItemAsync() =>
        (await _wire.Client.GetItemAsync(
            _wire.TableName, new() { ["PK"] = new($"instance#{Id(1)}"), ["SK"] = new("membership#classic/web") })).Item;

    private int KeysOf(DynamoCall call) => call.Body["RequestItems"]![_wire.TableName]!["Keys"]!.AsArray().Count;

    private HttpResponseMessage LeaveHalf(DynamoCall call, HttpResponseMessage response)
    {
        var keys = call.Body["RequestItems"]![_wire.TableName]!["Keys"]!.AsArray();
        var left = keys.Skip(keys.Count / 2).Select(key => key!.DeepClone()).ToArray();
        var names = left.Select(key => (string?)key["PK"]!["S"]).ToHashSet();
        var body = JsonNode.Parse(response.Content.ReadAsStringAsync().GetAwaiter().GetResult())!.AsObject();
        var items = body["Responses"]![_wire.TableName]!.AsArray();
        foreach (var item in items.Where(item => names.Contains((string?)item!["PK"]!["S"])).ToArray())
        {
            items.Remove(item);
        }

        body["UnprocessedKeys"] =
            new JsonObject { [_wire.TableName] = new JsonObject { ["Keys"] = new JsonArray(left) } };
        return LedgerWire.Json(HttpStatusCode.OK, body.ToJsonString());
    }
}
