using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Ledger;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Aws.Scaling;

/// <summary>
/// The pool's part of the ledger. What is written under a lease is one transaction with a check of its fence. A lease says besides whether
/// its ticks are a <paramref name="dryRun"/>.
/// </summary>
public sealed class DynamoPoolLedger(LedgerTable table, DryRun dryRun = DryRun.Off) : IPoolLedger
{
    /// <summary>TransactWriteItems takes 100, and one is the check.</summary>
    private const int MostPerTransaction = 99;

    private const string DryRunAttribute = "dryRun";

    public async Task<LeaseAnswer> AcquireAsync(
        string pool, string owner, Instant tick, Instant now, Duration lease, CancellationToken cancel)
    {
        var until = now + lease;
        var request = new UpdateItemRequest
        {
            TableName = table.Name,
            Key = LedgerItem.At(LedgerKey.Lease(pool)),
            UpdateExpression =
                "SET #owner = :owner, #until = :until, #tick = :tick, #dryRun = :dryRun, #fence = if_not_exists(#fence, :zero) + :one",
            ConditionExpression = "attribute_not_exists(PK) OR (#until <= :now AND #tick < :tick)",
            ExpressionAttributeNames = new()
            {
                ["#owner"] = "owner",
                ["#until"] = "until",
                ["#tick"] = "lastTick",
                ["#fence"] = "fence",
                ["#dryRun"] = DryRunAttribute,
            },
            ExpressionAttributeValues = new()
            {
                [":owner"] = LedgerItem.Text(owner),
                [":until"] = LedgerItem.Time(until),
                [":tick"] = LedgerItem.Time(tick),
                [":dryRun"] = LedgerItem.Text(DryRunText.Of(dryRun)),
                [":now"] = LedgerItem.Time(now),
                [":zero"] = LedgerItem.Number(0),
                [":one"] = LedgerItem.Number(1),
            },
            ReturnValues = ReturnValue.ALL_NEW,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            var response = await table.CallAsync(client => client.UpdateItemAsync(request, cancel), cancel);
            return new LeaseAnswer.Acquired(new PoolLease(pool, owner, response.Attributes.Number("fence"), until));
        }
        catch (ConditionalCheckFailedException failed)
        {
            var there = failed.Item;
            // Ours already, when the SDK sent the same call again because the first reply was lost.
            return there.Text("owner") == owner && there.Instant("lastTick") == tick
                ? new LeaseAnswer.Acquired(new PoolLease(pool, owner, there.Number("fence"), there.Instant("until")))
                : there.Instant("lastTick") >= tick ? new LeaseAnswer.NotLater(there.Instant("lastTick"))
                : new LeaseAnswer.HeldByAnother(there.Instant("until"));
        }
    }

    public async Task ReleaseAsync(PoolLease lease, CancellationToken cancel)
    {
        var request = new UpdateItemRequest
        {
            TableName = table.Name,
            Key = LedgerItem.At(LedgerKey.Lease(lease.Pool)),
            UpdateExpression = "SET #until = :past",
            ConditionExpression = "#fence = :fence",
            ExpressionAttributeNames = new() { ["#until"] = "until", ["#fence"] = "fence" },
            ExpressionAttributeValues =
                new() { [":past"] = LedgerItem.Time(Instant.FromUnixTimeSeconds(0)), [":fence"] = LedgerItem.Number(lease.Fence) },
        };
        try
        {
            await table.CallAsync(client => client.UpdateItemAsync(request, cancel), cancel);
        }
        catch (ConditionalCheckFailedException)
        {
            throw new LeaseLostException(lease);
        }
    }

    public async Task<LastTick?> LastTickAsync(string pool, CancellationToken cancel)
    {
        var items = await table.QueryAsync(LedgerKey.PartitionOf(pool), LedgerKey.Lease(pool).Sort, LedgerKey.Lease(pool).Sort, cancel);
        return table.Read(items, item => new LastTick(
            item.Instant("lastTick"), item.TextOrNull(DryRunAttribute) is { } text ? DryRunText.Parse(text) : null)).FirstOrDefault();
    }

    public async Task<PoolRecord> ReadAsync(string pool, CancellationToken cancel)
    {
        // Activities sort before adoptions, the lease after launches: neither is read.
        var items = await table.QueryAsync(LedgerKey.PartitionOf(pool), LedgerKey.AdoptionPrefix, LedgerKey.LaunchPrefix + "~", cancel);
        var drains = Of(LedgerKey.DrainPrefix).Select(item => (Item: item, Drain: table.Read(item, PoolItems.Drain))).ToArray();
        return new PoolRecord(
            table.Read(Of(LedgerKey.LaunchPrefix), item => PoolItems.Launch(pool, item)),
            [.. drains.Select(one => one.Drain).OfType<Drain>()],
            table.Read(items.Where(item => item.Key().Sort == LedgerKey.HoldSort), item => PoolItems.Hold(pool, item)).FirstOrDefault())
        {
            Servers = table.Read(Of(LedgerKey.ServerPrefix), PoolItems.Server),
            Failures = table.Read(Of(LedgerKey.CandidatePrefix), PoolItems.Failures),
            Adoptions = table.Read(Of(LedgerKey.AdoptionPrefix), PoolItems.Adoption),
            UnreadDrains =
            [
                .. drains.Where(one => one.Drain is null)
                    .Select(one => InstanceId.TryParse(one.Item.Key().Sort[LedgerKey.DrainPrefix.Length..], out var id)
                        ? id : (InstanceId?)null)
                    .OfType<InstanceId>(),
            ],
        };

        IEnumerable<Dictionary<string, AttributeValue>> Of(string prefix) =>
            items.Where(item => item.Key().Sort.StartsWith(prefix, StringComparison.Ordinal));
    }

    public Task PutLaunchAsync(PoolLease lease, LaunchIntent intent, CancellationToken cancel) =>
        WriteAsync(lease, [Put(PoolItems.Of(intent))], cancel);

    public Task SettleAsync(PoolLease lease, LaunchFate fate, CancellationToken cancel) =>
        WriteAsync(
            lease,
            [
                fate.Keep ? Put(PoolItems.Of(fate.Launch)) : Delete(LedgerKey.Launch(lease.Pool, fate.Launch.Id)),
                .. fate.Failures.Select(one => one.Count > 0
                    ? Put(PoolItems.Of(lease.Pool, one)) : Delete(LedgerKey.Failures(lease.Pool, one.Candidate))),
            ],
            cancel);

    public Task PutDrainsAsync(PoolLease lease, IReadOnlyCollection<Drain> drains, CancellationToken cancel) =>
        WriteAsync(lease, [.. drains.Select(drain => Put(PoolItems.Of(lease.Pool, drain)))], cancel);

    public Task RemoveDrainsAsync(PoolLease lease, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        WriteAsync(
            lease,
            [.. instances.Select(id => Delete(LedgerKey.Drain(lease.Pool, id)))],
            cancel);

    public Task PutServersAsync(PoolLease lease, IReadOnlyCollection<ServerRecord> servers, CancellationToken cancel) =>
        WriteAsync(lease, [.. servers.Select(server => Put(PoolItems.Of(lease.Pool, server)))], cancel);

    public Task AppendAsync(PoolLease lease, IReadOnlyCollection<Activity> activities, CancellationToken cancel) =>
        WriteAsync(lease, [.. activities.Select(activity => Put(PoolItems.Of(activity)))], cancel);

    public async Task<ImmutableArray<Activity>> HistoryAsync(string pool, int most, CancellationToken cancel)
    {
        var items = await table.QueryAsync(LedgerKey.PartitionOf(pool), LedgerKey.ActivityPrefix, cancel, forward: false, most: most);
        return table.Read(items, item => PoolItems.Activity(pool, item));
    }

    public async Task<HoldAnswer> PutHoldAsync(Hold hold, bool replace, Instant now, CancellationToken cancel)
    {
        var request = new PutItemRequest { TableName = table.Name, Item = PoolItems.Of(hold), ReturnValues = ReturnValue.ALL_OLD };
        if (!replace)
        {
            request.ConditionExpression = "attribute_not_exists(PK) OR #until <= :now";
            request.ExpressionAttributeNames = new() { ["#until"] = "until" };
            request.ExpressionAttributeValues = new() { [":now"] = LedgerItem.Time(now) };
            request.ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD;
        }

        try
        {
            var response = await table.CallAsync(client => client.PutItemAsync(request, cancel), cancel);
            return new HoldAnswer.Put(Another(response.Attributes) is { } replaced && now < replaced.Until ? replaced : null);
        }
        catch (ConditionalCheckFailedException failed)
        {
            return Another(failed.Item) is { } there ? new HoldAnswer.Refused(there) : new HoldAnswer.Put(null);
        }

        // Ours is there already when the SDK sent the same call again because the first reply was lost.
        Hold? Another(Dictionary<string, AttributeValue>? item) =>
            item is not { Count: > 0 } ? null
            : table.Read(item, one => PoolItems.Hold(hold.Pool, one)) is not { } found
                ? throw new Core.UnavailableException(
                    "the ledger", $"it has a hold on {hold.Pool} that this version cannot read; release it first")
            : found != hold ? found : null;
    }

    public async Task AdoptAsync(string pool, IReadOnlyCollection<Adoption> adoptions, CancellationToken cancel)
    {
        foreach (var adoption in adoptions)
        {
            await table.PutAsync(PoolItems.Of(pool, adoption), cancel);
        }
    }

    public Task RetireAsync(Retirement retirement, CancellationToken cancel) => table.PutAsync(PoolItems.Of(retirement), cancel);

    public async Task<Retirement?> RetirementAsync(string pool, CancellationToken cancel)
    {
        var key = LedgerKey.Retirement(pool);
        var items = await table.QueryAsync(key.Partition, key.Sort, key.Sort, cancel);
        return table.Read(items, item => PoolItems.Retirement(pool, item)).FirstOrDefault();
    }

    public Task<bool> RemoveRetirementAsync(string pool, CancellationToken cancel) =>
        RemoveAsync(LedgerKey.Retirement(pool), cancel);

    public Task<bool> RemoveHoldAsync(string pool, CancellationToken cancel) => RemoveAsync(LedgerKey.Hold(pool), cancel);

    private async Task<bool> RemoveAsync(LedgerKey key, CancellationToken cancel)
    {
        var request = new DeleteItemRequest { TableName = table.Name, Key = LedgerItem.At(key), ReturnValues = ReturnValue.ALL_OLD };
        var response = await table.CallAsync(client => client.DeleteItemAsync(request, cancel), cancel);
        return response.Attributes is { Count: > 0 };
    }

    private TransactWriteItem Put(Dictionary<string, AttributeValue> item) =>
        new() { Put = new Put { TableName = table.Name, Item = item } };

    private TransactWriteItem Delete(LedgerKey key) => new() { Delete = new Delete { TableName = table.Name, Key = LedgerItem.At(key) } };

    private async Task WriteAsync(PoolLease lease, IReadOnlyCollection<TransactWriteItem> writes, CancellationToken cancel)
    {
        var check = new TransactWriteItem
        {
            ConditionCheck = new ConditionCheck
            {
                TableName = table.Name,
                Key = LedgerItem.At(LedgerKey.Lease(lease.Pool)),
                ConditionExpression = "#fence = :fence",
                ExpressionAttributeNames = new() { ["#fence"] = "fence" },
                ExpressionAttributeValues = new() { [":fence"] = LedgerItem.Number(lease.Fence) },
            },
        };
        foreach (var chunk in writes.Chunk(MostPerTransaction))
        {
            try
            {
                var request = new TransactWriteItemsRequest { TransactItems = [check, .. chunk] };
                await table.CallAsync(client => client.TransactWriteItemsAsync(request, cancel), cancel);
            }
            catch (TransactionCanceledException cancelled) when (cancelled.CancellationReasons is [{ Code: "ConditionalCheckFailed" }, ..])
            {
                throw new LeaseLostException(lease);
            }
            catch (TransactionCanceledException cancelled)
            {
                // Another transaction on the same items, or a full partition.
                throw new Core.UnavailableException("DynamoDB", cancelled.Message, cancelled);
            }
        }
    }
}
