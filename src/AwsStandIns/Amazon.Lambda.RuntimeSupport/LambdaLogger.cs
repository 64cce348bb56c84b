using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Lines on standard output; JSON objects where the function's log format is JSON.</summary>
internal sealed class LambdaLogger(string requestId) : ILambdaLogger
{
    private static readonly bool Json = string.Equals(
        Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_FORMAT"), "JSON", StringComparison.OrdinalIgnoreCase);

    public static void Write(string level, string requestId, string message)
    {
        if (!Json)
        {
            Console.Out.WriteLine(message);
            return;
        }

        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            writer.WriteString("level", level);
            writer.WriteString("requestId", requestId);
            writer.WriteString("message", message);
            writer.WriteEndObject();
        }

        Console.Out.WriteLine(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
    }

    public void Log(string message) => Write("Information", requestId, message);

    public void LogLine(string message) => Write("Information", requestId, message);
}
