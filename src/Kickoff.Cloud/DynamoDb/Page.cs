namespace Kickoff.Cloud.DynamoDb;

/// <summary>What one Query looked at.</summary>
internal sealed class Page : List<Item>
{
    public bool More { get; set; }
}
