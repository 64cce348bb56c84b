using System.Buffers;
using System.Text.Json;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Aws.Telemetry;

/// <summary>
/// JSON lines for CloudWatch Logs: one a decision, and one a measurement in the embedded metric format
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html), from which
/// CloudWatch makes metrics of the namespace Kickoff, one for each of the measurement's sets of dimensions.
/// </summary>
public sealed class JsonJournal(Stream output, IClock clock, string stack) : IJournal
{
    public const string Namespace = "Kickoff";

    private readonly Lock _line = new();

    public void Record(JournalEntry entry) => Write(json =>
    {
        json.WriteString("timestamp", clock.GetCurrentInstant().ToString());
        json.WriteString("level", entry.Level switch { JournalLevel.Error => "ERROR", JournalLevel.Warning => "WARN", _ => "INFO" });
        json.WriteString("what", entry.What);
        json.WriteString("subject", entry.Subject);
        json.WriteString("reason", entry.Reason);
        foreach (var (name, value) in (entry.Details ?? []).OrderBy(detail => detail.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }
    });

    public void Measure(Metric metric) => Write(json =>
    {
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", clock.GetCurrentInstant().ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString("Namespace", Namespace);
        json.WriteStartArray("Dimensions");
        foreach (var names in metric.DimensionSets)
        {
            json.WriteStartArray();
            foreach (var name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        json.WriteStartObject();
        json.WriteString("Name", metric.Name);
        json.WriteString("Unit", metric.Definition.Unit.ToString());
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("Stack", stack);
        if (metric.Which is { } which)
        {
            json.WriteString(metric.Definition.By.ToString(), which);
        }

        json.WriteNumber(metric.Name, metric.Value);
    });

    private void Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        // Several lines may be on their way at once; each goes out whole.
        lock (_line)
        {
            output.Write(buffer.WrittenSpan);
            output.Flush();
        }
    }
}
