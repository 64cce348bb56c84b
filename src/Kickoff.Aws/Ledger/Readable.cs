using Amazon.DynamoDBv2.Model;
using Kickoff.Core.Telemetry;

namespace Kickoff.Aws.Ledger;

/// <summary>
/// Items of a table as what they stand for. One that this version cannot read (another version's word, a hand's mistake) is named in the
/// log and counted, and costs only itself: it is left in the table as it is.
/// </summary>
internal sealed class Readable(IJournal journal)
{
    /// <summary>Null when it cannot be read. <paramref name="key"/> says which item it is, by its key's attributes.</summary>
    public T? One<T>(
        Dictionary<string, AttributeValue> item, Func<Dictionary<string, AttributeValue>, T> read, params ReadOnlySpan<string> key)
        where T : class
    {
        try
        {
            return read(item);
        }
        catch (Exception unreadable) when (unreadable is FormatException or OverflowException or ArgumentException or InvalidDataException
            or InvalidOperationException or KeyNotFoundException)
        {
            var names = new List<string>(key.Length);
            foreach (var name in key)
            {
                names.Add(item.GetValueOrDefault(name)?.S ?? "?");
            }

            journal.Record(new(
                JournalLevel.Error, "item not read", string.Join(' ', names),
                $"this version cannot read it, and leaves it as it is: {unreadable.Message}"));
            journal.Measure(Metrics.UnreadableItems.Of(1));
            return null;
        }
    }
}
