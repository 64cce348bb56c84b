namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// Capacity that calls have used so far
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html): a read unit is 4 KB read consistently,
/// or twice that otherwise; a write unit is 1 KB; in a transaction everything counts twice.
/// </summary>
public sealed class ConsumedUnits
{
    private const int ReadUnit = 4096;

    private const int WriteUnit = 1024;

    public double Reads { get; private set; }

    public double Writes { get; private set; }

    internal void Read(long bytes, bool consistent) => Reads += Units(bytes, ReadUnit) * (consistent ? 1 : 0.5);

    internal void Write(long bytes, bool transaction) => Writes += Units(bytes, WriteUnit) * (transaction ? 2 : 1);

    // What is not there costs as little as there is.
    private static long Units(long bytes, int unit) => Math.Max(1, (bytes + unit - 1) / unit);
}
