using System.Text.Json.Nodes;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Corrections;

/// <summary>
/// BatchWriteItem: 25 writes at most (moto: any number)
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html).
/// </summary>
internal sealed class DynamoDbBatches(Upstream upstream)
{
    private const int MostWrites = 25;

    public IEnumerable<KeyValuePair<(string Service, string Action), Correction>> Corrections =>
    [
        new(("dynamodb", "BatchWriteItem"), WriteAsync),
    ];

    private Task<EmulatorReply> WriteAsync(EmulatorCall call) =>
        call.Json?["RequestItems"] is JsonObject tables && tables.Sum(table => (table.Value as JsonArray)?.Count ?? 0) > MostWrites
            ? Task.FromResult(EmulatorReply.Error(call, "ValidationException", "Too many items requested for the BatchWriteItem call"))
            : upstream.ForwardAsync(call);
}
