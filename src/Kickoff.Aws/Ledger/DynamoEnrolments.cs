using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Kickoff.Core.Enrolment;
using Kickoff.Core.Servers;

namespace Kickoff.Aws.Ledger;

/// <summary>The ledger's enrolments: one for an instance, for good.</summary>
public sealed class DynamoEnrolments(LedgerTable table) : IEnrolments
{
    public async Task<Enrolled> ClaimAsync(Enrolled enrolment, CancellationToken cancel)
    {
        var item = LedgerItem.At(LedgerKey.Enrolment(enrolment.Instance))
            .With("certname", enrolment.Certname)
            .With("key", enrolment.KeyFingerprint)
            .With("at", enrolment.At);
        var write = await table.PutAsync(item, "attribute_not_exists(PK)", null, cancel);
        return write.Current is { } there
            ? new Enrolled(enrolment.Instance, there.Text("certname"), there.Text("key"), there.Instant("at"))
            : enrolment;
    }

    public async Task<bool> ResetAsync(InstanceId instance, CancellationToken cancel)
    {
        var request = new DeleteItemRequest
        {
            TableName = table.Name,
            Key = LedgerItem.At(LedgerKey.Enrolment(instance)),
            ReturnValues = ReturnValue.ALL_OLD,
        };
        var response = await table.CallAsync(client => client.DeleteItemAsync(request, cancel), cancel);
        return response.Attributes is { Count: > 0 };
    }
}
