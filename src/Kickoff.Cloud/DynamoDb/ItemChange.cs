using Amazon.DynamoDBv2.Model;
using NodaTime;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// One item as it was and as it is, as DynamoDB has it; null: not there. They are the model's own: to look at, not to change.
/// </summary>
/// <param name="Table">The table's name.</param>
/// <param name="Was">Before.</param>
/// <param name="Now">After.</param>
/// <param name="At">When.</param>
/// <param name="ByTimeToLive">DynamoDB deleted it for its age, and nobody asked for it.</param>
public readonly record struct ItemChange(
    string Table, Attributes? Was, Attributes? Now, Instant At, bool ByTimeToLive);
