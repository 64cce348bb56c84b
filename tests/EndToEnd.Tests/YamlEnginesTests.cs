using System.Globalization;
using System.Text;
using System.Text.Json;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Servers;
using NodaTime;
using Xunit.Abstractions;

namespace Kickoff.EndToEnd.Tests;

/// <summary>
/// Puppet's agent reads YAML by libyaml, Debian's puppetserver by SnakeYAML: both must read every classification, and alike.
/// </summary>
public sealed class YamlEnginesTests(ITestOutputHelper output)
{
    private const int Seed = 20120628;

    private const int Documents = 600;

    private const int TagsEach = 20;

    private static readonly string[] Odd =
    [
        "yes", "no", "on", "off", "true", "False", "null", "~", "", " ", "012", "0x1f", "1:30", "22:22:22", "1.10", "1_000", "1e3", ".5",
        "-", "- a", "? a", ":x", "a: b", "a #b",
        "2012-06-28", "2012-06-28T18:45:00Z", "<<", "=", "!!str", "!ruby/object:Object", "&a", "*a", "{a: b}", "[a]", "%TAG", "@x", "`x`",
        "'", "\"", "\\", "\\n", "\n", "\r\n", "\t", "a\n---\nb", "...", "---",
        "\u0000", "\u0007", "\u007F", "\u0085", "\u00A0", "\u2028", "\u2029", "\uFEFF", "\uFFFE", "\uFFFF", "😀", "a😀b", "e\u0301", "ß",
        "中文", "עברית",
    ];

    [Theory]
    [InlineData("ruby")]
    [InlineData("jruby", "-J-XX:TieredStopAtLevel=1")]
    public async Task An_engine_reads_every_classification_as_it_is_meant(string engine, params string[] options)
    {
        var ran = await Run.Async(engine, [.. options, Path.Combine(AppContext.BaseDirectory, "read_documents.rb")], Lines());

        output.WriteLine(ran.Output);
        Assert.Equal("", ran.Error);
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"{Documents * TagsEach} values, 0 documents differ"), ran.Output,
            StringComparison.Ordinal);
    }

    private static string Lines()
    {
        var random = new Random(Seed);
        var groups = NodeGroupsFile.Read("node_groups.yml", "g: {classes: [k]}\n");
        var lines = new StringBuilder();
        for (var document = 0; document < Documents; document++)
        {
            var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
            while (tags.Count < TagsEach)
            {
                // What UTF-8 cannot carry is replaced, so two keys must not become one by that.
                var key = Text(random, 1);
                if (tags.Keys.All(one => Carried(one) != Carried(key)))
                {
                    tags[key] = Text(random, 0);
                }
            }

            var server = new Server
            {
                Id = InstanceId.Parse("i-0123456789abcdef0"),
                State = InstanceState.Running,
                LaunchTime = Instant.FromUtc(2012, 6, 28, 17, 50),
                SecurityGroups = ["g"],
                Tags = Server.NoTags.AddRange(tags),
            };
            var yaml = ClassificationYaml.Write(
                "kickoff", (ServerClassification.Classified)Classifier.Classify(server, groups, "eu-west-1"));
            lines.Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(yaml))).Append('\t').Append(Json(tags)).Append('\n');
        }

        return lines.ToString();
    }

    private static string Text(Random random, int least) => random.Next(4) switch
    {
        0 => Odd[random.Next(Odd.Length)] is var odd && odd.Length < least ? "x" : odd,
        1 => new string([.. Enumerable.Range(0, Math.Max(least, random.Next(12))).Select(_ => (char)random.Next(0x10000))]),
        2 => string.Concat(Enumerable.Range(0, Math.Max(least, random.Next(6))).Select(_ => Odd[random.Next(Odd.Length)])) is var joined
            && joined.Length < least ? "y" : joined,
        _ =>
            new string(
                [
                    .. Enumerable.Range(0, random.Next(3) == 0 ? 256 : Math.Max(least, random.Next(40))).Select(
                        _ => (char)random.Next(0x20, 0x180))]),
    };

    private static string Carried(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Json(SortedDictionary<string, string> tags)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in tags)
            {
                writer.WriteString(Carried(key), Carried(value));
            }

            writer.WriteEndObject();
        }

        return Convert.ToBase64String(json.ToArray());
    }
}
