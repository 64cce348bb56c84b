using System.Globalization;
using System.Text;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Servers;
using NodaTime;
using Xunit.Abstractions;

namespace Kickoff.EndToEnd.Tests;

/// <summary>An existing node_groups.yml goes on meaning what it meant to the 2012 script, which read it with Ruby.</summary>
public sealed class BareScalarsTests(ITestOutputHelper output)
{
    private const int Scalars = 4000;

    private const string Alphabet = "0011223456789__..::,,++--xbeEoaf";

    private static readonly string[] Words =
    [
        "yes", "Yes", "YES", "no", "on", "Off", "true", "FALSE", "null", "Null", "~", "y", "n", "nil", "012", "0o14", "0x1F", "0b101",
        "1:30", "22:22:22", "1:2:3:4", "1.10", "1_000",
        "1,000", "1e3", "1.5e3", ".5", "5.", "-.5", "+1", "-0", ".inf", "-.INF", ".nan", ".NaN", "2012-06-28", "2012-06-28 18:45:00",
        "v1.2.3", "a_b", "1a", "08", "09.5", "0.1.2", "1__0", "_1",
    ];

    [Fact]
    public async Task A_bare_scalar_means_what_it_means_to_Ruby()
    {
        var ran = await Run.Async("ruby", [Path.Combine(AppContext.BaseDirectory, "read_bare_scalars.rb")], Lines());

        output.WriteLine(ran.Output);
        Assert.Equal("", ran.Error);
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"{Scalars} scalars, 0 differ"), ran.Output, StringComparison.Ordinal);
    }

    private static string Lines()
    {
        var random = new Random(2012);
        var lines = new StringBuilder();
        for (var number = 0; number < Scalars;)
        {
            var scalar = number < Words.Length
                ? Words[number]
                : new string([.. Enumerable.Range(0, 1 + random.Next(8)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            if (scalar[^1] == ':' || (scalar.Length == 1 && scalar is "-" or ":" or ",") || scalar[0] is ',' or ':')
            {
                // No plain scalar, or a symbol.
                continue;
            }

            var groups = NodeGroupsFile.Read("node_groups.yml", $"g:\n  classes: [k]\n  parameters:\n    a: {scalar}\n");
            var server = new Server
            {
                Id = InstanceId.Parse("i-0123456789abcdef0"),
                State = InstanceState.Running,
                LaunchTime = Instant.FromUtc(2012, 6, 28, 17, 50),
                SecurityGroups = ["g"],
            };
            var document = ClassificationYaml.Write(
                "kickoff", (ServerClassification.Classified)Classifier.Classify(server, groups, "eu-west-1"));
            lines.Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(scalar))).Append('\t').Append(
                Convert.ToBase64String(Encoding.UTF8.GetBytes(document))).Append('\n');
            number++;
        }

        return lines.ToString();
    }
}
