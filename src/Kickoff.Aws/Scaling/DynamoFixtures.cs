using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Aws.Ledger;
using Kickoff.Core;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Telemetry;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Aws.Scaling;

/// <summary>
/// The fixtures table: PK competition, SK id, index by-day. The index is read eventually consistent, which DynamoDB has no other way for:
/// an import is seen a moment later. Waits go by <paramref name="time"/>.
/// </summary>
public sealed class DynamoFixtures(IDynamoDbCalls dynamo, string table, TimeProvider time, IJournal journal) : IFixtures
{
    /// <summary>BatchWriteItem's own bound.</summary>
    private const int MostPerBatch = 25;

    private const int BatchAttempts = 8;

    private readonly Readable _readable = new(journal);

    public async Task<ImmutableArray<Fixture>> OnDaysAsync(LocalDate from, LocalDate until, CancellationToken cancel)
    {
        var days = Enumerable.Range(0, Math.Max(0, Period.DaysBetween(from, until) + 1))
            .Select(day => LocalDatePattern.Iso.Format(from.PlusDays(day))).ToArray();
        var found = await InParallel.MapAsync(days, 4, day => QueryAsync(new QueryRequest
        {
            TableName = table,
            IndexName = "by-day",
            KeyConditionExpression = "#day = :day",
            ExpressionAttributeNames = new() { ["#day"] = "day" },
            ExpressionAttributeValues = new() { [":day"] = LedgerItem.Text(day) },
        }, cancel));
        return [.. found.SelectMany(fixtures => fixtures)];
    }

    public async Task<ImmutableArray<Fixture>> OfCompetitionAsync(string competition, CancellationToken cancel) =>
        [.. await QueryAsync(new QueryRequest
        {
            TableName = table,
            ConsistentRead = true,
            KeyConditionExpression = "competition = :competition",
            ExpressionAttributeValues = new() { [":competition"] = LedgerItem.Text(competition) },
        }, cancel)];

    public Task PutAsync(IReadOnlyCollection<Fixture> fixtures, IProgress<int>? progress, CancellationToken cancel) =>
        WriteAsync([.. fixtures.Select(fixture => new WriteRequest { PutRequest = new PutRequest { Item = FixtureItem.Of(fixture) } })],
            progress, cancel);

    public Task RemoveAsync(IReadOnlyCollection<FixtureKey> fixtures, CancellationToken cancel) =>
        WriteAsync([.. fixtures.Select(key => new WriteRequest { DeleteRequest = new DeleteRequest { Key = FixtureItem.At(key) } })], null,
            cancel);

    private async Task<List<Fixture>> QueryAsync(QueryRequest request, CancellationToken cancel)
    {
        var fixtures = new List<Fixture>();
        do
        {
            var page = await AwsCall.OfDynamoDbAsync(() => dynamo.QueryAsync(request, cancel), cancel);
            fixtures.AddRange(
                (page.Items ?? []).Select(item => _readable.One(item, FixtureItem.Read, "competition", "id")).OfType<Fixture>());
            request.ExclusiveStartKey = page.LastEvaluatedKey is { Count: > 0 } next ? next : null;
        }
        while (request.ExclusiveStartKey is not null);

        return fixtures;
    }

    private async Task WriteAsync(IReadOnlyCollection<WriteRequest> writes, IProgress<int>? progress, CancellationToken cancel)
    {
        var written = 0;
        await InParallel.EachAsync([.. writes.Chunk(MostPerBatch)], 4, async chunk =>
        {
            var left = chunk.ToList();
            for (var attempt = 1; left.Count > 0; attempt++)
            {
                if (attempt > BatchAttempts)
                {
                    throw new UnavailableException(
                        "DynamoDB", $"{left.Count} fixtures of a batch stayed unwritten; importing again is safe");
                }

                var request = new BatchWriteItemRequest { RequestItems = new() { [table] = left } };
                var response = await AwsCall.OfDynamoDbAsync(() => dynamo.BatchWriteItemAsync(request, cancel), cancel);
                left = response.UnprocessedItems?.GetValueOrDefault(table) ?? [];
                if (left.Count > 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50 << attempt), time, cancel);
                }
            }

            progress?.Report(Interlocked.Add(ref written, chunk.Length));
        });
    }
}
