using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kickoff.Local.Lambda;

/// <summary>Lines a function wrote to standard output and error.</summary>
public sealed record LambdaLog(IReadOnlyList<string> Lines)
{
    internal static LambdaLog Of(string text) => new(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The lines that are JSON objects.</summary>
    public IEnumerable<JsonObject> Json
    {
        get
        {
            foreach (var line in Lines.Where(line => line.StartsWith('{')))
            {
                JsonObject? read;
                try
                {
                    read = JsonNode.Parse(line) as JsonObject;
                }
                catch (JsonException)
                {
                    continue;
                }

                if (read is not null)
                {
                    yield return read;
                }
            }
        }
    }

    /// <summary>The values of one metric, of the lines in CloudWatch's embedded metric format.</summary>
    public IEnumerable<double> Metric(string name) => Json
        .Where(line => line["_aws"]?["CloudWatchMetrics"] is JsonArray directives
            && directives.Any(
                directive => directive?["Metrics"] is JsonArray metrics && metrics.Any(metric => (string?)metric?["Name"] == name)))
        .SelectMany(line => line[name] switch
        {
            JsonArray values => values.Select(value => (double)value!),
            JsonValue value => [(double)value],
            _ => [],
        });

    public override string ToString() => string.Join('\n', Lines);
}
