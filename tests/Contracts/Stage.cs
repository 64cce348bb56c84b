using System.Net;
using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Faults;

namespace Kickoff.Contracts;

/// <summary>What one story plays on.</summary>
/// <param name="Calls">DynamoDB, whichever.</param>
/// <param name="Ledger">The ledger table's name.</param>
/// <param name="Fixtures">The fixtures table's name.</param>
public sealed record Stage(IDynamoDbCalls Calls, string Ledger, string Fixtures)
{
    /// <summary>The access key of the story's calls over the wire.</summary>
    public string Caller { get; init; } = "";

    /// <summary>Where the story is told to moto.</summary>
    public EmulatorProxy? Proxy { get; init; }

    /// <summary>Where the story is told to Cloud.</summary>
    public DynamoDbAccount? Account { get; init; }

    public DynamoDbAtOnce? AtOnce { get; init; }

    public StoryClock Clock { get; init; } = new();

    /// <summary>What strikes the story's calls to Cloud.</summary>
    public StoryFault Fault { get; init; } = new();

    /// <summary>Every call of the story is refused with this code until it is disposed of.</summary>
    public IDisposable Failing(string code, HttpStatusCode status) => Proxy is { } proxy
        ? proxy.Faults.Add(new FaultRule(call => call.Caller == Caller, CommonFaults.Error(code, (int)status)))
        : Fault.Throwing(DynamoDbErrors.Of(code, status));

    public static Dictionary<string, AttributeValue> Key(string partition, string sort) =>
        new() { ["PK"] = S(partition), ["SK"] = S(sort) };

    public static Dictionary<string,
        AttributeValue> Item(string partition, string sort, params (string Name, AttributeValue Value)[] attributes)
    {
        var item = Key(partition, sort);
        foreach (var (name, value) in attributes)
        {
            item[name] = value;
        }

        return item;
    }

    public static AttributeValue S(string text) => new() { S = text };

    public static AttributeValue N(string number) => new() { N = number };

    public Task PutAsync(Dictionary<string, AttributeValue> item) =>
        Calls.PutItemAsync(new PutItemRequest { TableName = Ledger, Item = item }, default);

    /// <summary>Null where there is none.</summary>
    public async Task<Dictionary<string, AttributeValue>?> GetAsync(string partition, string sort)
    {
        var request = new GetItemRequest { TableName = Ledger, Key = Key(partition, sort), ConsistentRead = true };
        return (await Calls.GetItemAsync(request, default)).Item;
    }

    /// <summary>Whether this condition holds of the item of the ledger.</summary>
    public async Task<bool> HoldsAsync(
        string condition, string partition, string sort, Dictionary<string, AttributeValue>? values = null, Dictionary<string,
            string>? names = null)
    {
        var check = new ConditionCheck
        {
            TableName = Ledger,
            Key = Key(partition, sort),
            ConditionExpression = condition,
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = values,
        };
        try
        {
            await Calls.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = [new() { ConditionCheck = check }] },
                default);
            return true;
        }
        catch (TransactionCanceledException cancelled) when (cancelled.CancellationReasons is [{ Code: "ConditionalCheckFailed" }])
        {
            return false;
        }
    }
}
