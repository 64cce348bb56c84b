using System.Text.Json.Nodes;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Corrections;

/// <summary>
/// BatchWriteItem: not more writes than DynamoDB takes (moto: any number)
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html).
/// </summary>
internal sealed class DynamoDbBatches(Upstream upstream)
{
    public IEnumerable<KeyValuePair<(string Service, string Action), Correction>> Corrections =>
    [
        new(("dynamodb", "BatchWriteItem"), WriteAsync),
    ];

    private Task<EmulatorReply> WriteAsync(EmulatorCall call) =>
        call.Json?["RequestItems"] is JsonObject tables
        && tables.Sum(table => (table.Value as JsonArray)?.Count ?? 0) > DynamoDbAccount.MostWrites
            ? Task.FromResult(EmulatorReply.Refused(call, DynamoDbErrors.TooManyItems(call.Action)))
            : upstream.ForwardAsync(call);
}
