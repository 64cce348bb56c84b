using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Kickoff.Core.Scaling;
using Kickoff.Core.Telemetry;
using Kickoff.Simulation;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>
/// An item that another version or a hand wrote costs only itself, is named and counted, and stays as it is (docs/operations.md).
/// </summary>
public sealed class UnreadableTests
{
    private const string Time = "2012-06-28T18:30:00.000000000Z";

    private static readonly Dictionary<string, (string Table, Dictionary<string, string> Item)> Items = new(StringComparer.Ordinal)
    {
        ["a hold of a kind of tomorrow"] = OfPool(("SK", "hold"), ("kind", "OfTomorrow"), ("from", Time), ("until", Time)),
        ["a hold without a number"] = OfPool(
            ("SK", "hold"), ("kind", "Exactly"), ("from", Time), ("until", Time), ("by", "ops"), ("reason", "test")),
        ["a launch in a state of tomorrow"] = OfPool(
            ("SK", "launch#0138351e-7b80-7000-8000-000000000000"), ("at", Time), ("state", "OfTomorrow")),
        ["a launch with a faulty id"] = OfPool(("SK", "launch#the-first"), ("at", Time), ("state", "Open")),
        ["a server since yesterday"] = OfPool(("SK", "instance#i-0123456789abcdef0"), ("boot", "yesterday"), ("writtenAt", Time)),
        ["the drain of nobody"] = OfPool(("SK", "drain#web-1"), ("boot", Time), ("since", Time), ("deadline", Time), ("cause", "Surplus")),
        ["a fixture in a status of tomorrow"] = Fixture(("status", "HALF_SUSPENDED"), ("zone", "UTC")),
        ["a fixture on Mars"] = Fixture(("status", "Scheduled"), ("zone", "Mars/Olympus")),
        ["a fixture on no day"] = Fixture(("status", "Scheduled"), ("zone", "UTC"), ("kickoff", "at tea")),
    };

    public static TheoryData<string> Names => [.. Items.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_named_and_counted_and_the_tick_does_what_it_can_read(string name)
    {
        var (table, item) = Items[name];
        var world = new World(start: World.Kickoff - Duration.FromMinutes(10)).With(World.Match(World.Kickoff));
        Put(world, table, item);

        for (var minute = 0; minute < 4; minute++)
        {
            world.Lines.Clear();
            world.Tick();
            Assert.Equal(1, world.Measured("UnreadableItems"));
            var line = Assert.Single(world.Lines, line => line.What == "item not read");
            Assert.Contains(item.GetValueOrDefault("SK", "unreadable"), line.Subject, StringComparison.Ordinal);
            Assert.Null(world.Thrown);
        }

        Assert.Equal(3, world.Serving.Count());
        Assert.Equal(item, Stored(world, table, item));
    }

    [Fact]
    public void A_server_whose_drain_cannot_be_read_is_left_alone_and_the_others_leave()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(1));
        world.Tick(4);
        var kept = world.Serving.First().Id;
        var (table, item) = OfPool(("SK", $"drain#{kept}"), ("boot", Time), ("since", Time), ("deadline", Time), ("cause", "OfTomorrow"));
        Put(world, table, item);
        world.Registered.Clear();

        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(1));
        world.Tick(10);

        Assert.Equal([kept], world.Serving.Select(server => server.Id));
        Assert.Equal((2, 0), (world.Ended.Count, world.Registered.Count));
        Assert.Contains(world.Lines, line => line is { Level: JournalLevel.Error, What: "item not read" }
            && line.Subject.Contains(kept.Value, StringComparison.Ordinal));
        Assert.Equal(item, Stored(world, table, item));
    }

    private static (string Table, Dictionary<string, string> Item) OfPool(params (string Name, string Value)[] attributes) =>
        (Deployment.LedgerTable, attributes.Prepend(("PK", "pool#backend")).ToDictionary());

    private static (string Table, Dictionary<string, string> Item) Fixture(params (string Name, string Value)[] attributes) =>
        (Deployment.FixturesTable, new[]
        {
            ("competition", "Cup"), ("id", "unreadable"), ("home", "A"), ("away", "B"), ("source", "a hand"), ("importedAt", Time),
            ("day", World.Kickoff.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)),
        }.Concat(attributes).ToDictionary());

    private static void Put(World world, string table, Dictionary<string, string> item) => world.Account.DynamoDb.Put(
        new PutItemRequest { TableName = table, Item = item.ToDictionary(one => one.Key, one => new AttributeValue { S = one.Value }) },
        world.Time.Now);

    private static Dictionary<string, string> Stored(World world, string table, Dictionary<string, string> item)
    {
        var key = item.Where(attribute => attribute.Key is "PK" or "SK" or "competition" or "id");
        var found = world.Account.DynamoDb.Get(
            new GetItemRequest
            {
                TableName = table,
                ConsistentRead = true,
                Key = key.ToDictionary(one => one.Key, one => new AttributeValue { S = one.Value }),
            },
            world.Time.Now);
        return found.Item.ToDictionary(attribute => attribute.Key, attribute => attribute.Value.S);
    }
}
