using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Kickoff.Aws.Telemetry;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Wire.Tests.Telemetry;

public sealed class JsonJournalTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2012, 6, 28, 18, 45);

    private readonly MemoryStream _output = new();
    private readonly JsonJournal _journal;

    public JsonJournalTests() => _journal = new(_output, new StoppedClock(), "the-stack");

    [Fact]
    public void A_decision_is_one_line_with_its_reason_and_details()
    {
        _journal.Record(
            new(
                JournalLevel.Warning, "left alone", "i-1", "it is \"drained\"\nby hand",
                ImmutableDictionary<string, string>.Empty.Add("boot", "b").Add("at", "a")));

        Assert.Equal(
            """{"timestamp":"2012-06-28T18:45:00Z","level":"WARN","what":"left alone","subject":"i-1","""
                + "\"reason\":\"it is \\u0022drained\\u0022\\nby hand\",\"at\":\"a\",\"boot\":\"b\"}",
            Assert.Single(Lines()));
    }

    [Theory]
    [InlineData(JournalLevel.Information, "INFO")]
    [InlineData(JournalLevel.Warning, "WARN")]
    [InlineData(JournalLevel.Error, "ERROR")]
    public void Levels_are_named_as_Lambda_filters_them(JournalLevel level, string name)
    {
        _journal.Record(new(level, "what", "subject", "reason"));

        Assert.Equal(name, (string?)Json()["level"]);
    }

    [Fact]
    public void A_measurement_is_a_metric_of_the_stack_and_one_of_its_own_dimensions()
    {
        _journal.Measure(Metrics.SecondsToRegistered.Of("classic/web", 12.5));

        var line = Json();
        var directive = line["_aws"]!["CloudWatchMetrics"]!.AsArray().Single()!;
        Assert.Equal(Now.ToUnixTimeMilliseconds(), (long)line["_aws"]!["Timestamp"]!);
        Assert.Equal("Kickoff", (string?)directive["Namespace"]);
        Assert.Equal("""[["Stack"],["Stack","LoadBalancer"]]""", directive["Dimensions"]!.ToJsonString());
        Assert.Equal("""[{"Name":"SecondsToRegistered","Unit":"Seconds"}]""", directive["Metrics"]!.ToJsonString());
        Assert.Equal(
            ("the-stack", "classic/web", 12.5),
            ((string?)line["Stack"], (string?)line["LoadBalancer"], (double)line["SecondsToRegistered"]!));
    }

    [Fact]
    public void A_measurement_without_dimensions_is_of_the_stack_alone()
    {
        _journal.Measure(Metrics.UnreadableItems.Of(1));

        Assert.Equal("""[["Stack"]]""", Json()["_aws"]!["CloudWatchMetrics"]![0]!["Dimensions"]!.ToJsonString());
    }

    /// <summary>CloudWatch bills each combination of dimensions by the hours in which it has a value.</summary>
    [Theory]
    [InlineData(0, """[["Stack"]]""")]
    [InlineData(2, """[["Stack"],["Stack","Pool"]]""")]
    public void A_zero_of_trouble_is_measured_of_the_stack_alone(int servers, string dimensions)
    {
        _journal.Measure(Metrics.ShortBeforeKickoff.Of("backend", servers));

        Assert.Equal(dimensions, Json()["_aws"]!["CloudWatchMetrics"]![0]!["Dimensions"]!.ToJsonString());
    }

    [Fact]
    public void A_measurement_of_a_pool_alone_is_no_metric_of_the_stack()
    {
        _journal.Measure(Metrics.Planned.Of("backend", 0));

        Assert.Equal("""[["Stack","Pool"]]""", Json()["_aws"]!["CloudWatchMetrics"]![0]!["Dimensions"]!.ToJsonString());
    }

    [Fact]
    public async Task Lines_written_at_once_stay_whole()
    {
        await Parallel.ForAsync(0, 500, (number, _) =>
        {
            _journal.Record(new(JournalLevel.Information, "what", $"{number}", new string('x', number)));
            return ValueTask.CompletedTask;
        });

        Assert.Equal(Enumerable.Range(0, 500), Lines().Select(line => int.Parse((string)JsonNode.Parse(line)!["subject"]!, null)).Order());
    }

    public void Dispose() => _output.Dispose();

    private string[] Lines() => Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private JsonNode Json() => JsonNode.Parse(Assert.Single(Lines()))!;

    private sealed class StoppedClock : IClock
    {
        public Instant GetCurrentInstant() => Now;
    }
}
