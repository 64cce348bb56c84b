using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using Kickoff.Core;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Aws.Ledger;

/// <summary>
/// The ledger's notes of terminated instances: one at the instance, so that it is noted once, and one in order of time, which has the
/// certname the instance was enrolled by, if it was.
/// </summary>
public sealed class DynamoTerminations(LedgerTable table) : ITerminations
{
    private const int WritesAtOnce = 16;

    /// <summary>A Puppet server that was away this long has to be cleaned by hand.</summary>
    private static readonly Duration Kept = Duration.FromDays(90);

    public async Task NoteAsync(IReadOnlyCollection<Termination> terminations, CancellationToken cancel)
    {
        var enrolments = await table.GetAsync([.. terminations.Select(termination => LedgerKey.Enrolment(termination.Id))], cancel);
        var certnames = enrolments.ToDictionary(item => item.Key().Partition, item => item.TextOrNull("certname"), StringComparer.Ordinal);
        await InParallel.EachAsync(
            [.. terminations],
            WritesAtOnce,
            termination => NoteAsync(termination, certnames.GetValueOrDefault(LedgerKey.PartitionOf(termination.Id)), cancel));
    }

    public async Task<ImmutableArray<Termination>> SinceAsync(Instant since, int most, CancellationToken cancel)
    {
        // '~' sorts behind every digit of a time.
        var items = await table.QueryAsync(LedgerKey.TerminatedPartition, LedgerTime.Format(since), "~", cancel, most: most);
        return table.Read(items, Read);
    }

    private static Termination Read(Dictionary<string, AttributeValue> item)
    {
        var termination = new Termination(InstanceId.Parse(item.Text("instance")), item.Instant("at"));
        return item.TextOrNull("certname") is { } certname ? termination with { Certname = certname } : termination;
    }

    /// <summary>
    /// The note in order of time is written after the other, at the other's time: one that died in between is finished by the next.
    /// </summary>
    private async Task NoteAsync(Termination termination, string? certname, CancellationToken cancel)
    {
        var first = await table.PutAsync(
            LedgerItem.At(LedgerKey.Termination(termination.Id)).With("at", termination.At).Until(termination.At + Kept),
            "attribute_not_exists(PK)", null, cancel);
        var at = first.Current?.Instant("at") ?? termination.At;
        await table.PutAsync(
            LedgerItem.At(LedgerKey.Terminated(at, termination.Id))
                .With("instance", termination.Id.Value).With("certname", certname).With("at", at).Until(at + Kept),
            cancel);
    }
}
