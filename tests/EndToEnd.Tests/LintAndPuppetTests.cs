using System.Text;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Servers;
using NodaTime;
using Xunit.Abstractions;

namespace Kickoff.EndToEnd.Tests;

/// <summary>
/// What Puppet compiles, kickoff lint passes, and it means the same; what lint passes, Puppet compiles from Kickoff's answer. Every name
/// and value of YAML in every place of a fragment, by Puppet's own terminus and compiler in one process.
/// </summary>
public sealed class LintAndPuppetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kickoff-lint-");
    private readonly ITestOutputHelper _output;

    public LintAndPuppetTests(ITestOutputHelper output)
    {
        _output = output;
        foreach (var environment in Fragments.Environments)
        {
            Directory.CreateDirectory(Path.Combine(_folder.FullName, "environments", environment));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Lint_passes_what_Puppet_compiles_and_Puppet_compiles_what_lint_passes()
    {
        var asked = Fragments.All.Select(fragment => new Asked(fragment, Lint(fragment.Text))).ToArray();
        var lines = asked.SelectMany(
            one => new[] { Line(one.Fragment.Text, one.Fragment.Site), Line(one.Lint.Answer ?? "", one.Fragment.Site) });
        var ran = await Run.Async(
            "ruby", [Path.Combine(AppContext.BaseDirectory, "compile_answers.rb"), _folder.FullName], string.Join('\n', lines) + "\n");
        Assert.Equal("", ran.Error);
        var puppets = ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(asked.Length * 2, puppets.Length);

        var wrong = new List<string>();
        foreach (var (index, one) in asked.Index())
        {
            var (itself, answered) = (puppets[2 * index], puppets[(2 * index) + 1]);
            if (Disagreement(one.Fragment.Text, itself, one.Lint, answered) is { } what)
            {
                wrong.Add($"{what}\n{one.Fragment.Text}  Puppet {itself}\n  lint {one.Lint.Fault ?? $"passes; Puppet {answered}"}");
            }
        }

        _output.WriteLine($"{asked.Length} fragments, {asked.Count(one => one.Lint.Answer is not null)} pass lint, {wrong.Count} disagree");
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    private static string? Disagreement(string text, string itself, Linted lint, string answered)
    {
        var compiles = itself.StartsWith("compiles: ", StringComparison.Ordinal);
        return lint.Answer is null ? compiles && !Fragments.IsRefusedAllTheSame(text) ? "Puppet compiles what lint refuses" : null
            : !answered.StartsWith("compiles: ", StringComparison.Ordinal) ? "Puppet refuses what lint passes"
            : compiles && itself != answered && !Fragments.MeansAnother(text) ? "it means another thing"
            : null;
    }

    private static Linted Lint(string fragment)
    {
        NodeGroups groups;
        try
        {
            groups = NodeGroupsFile.Read("f", "web:\n" + string.Concat(fragment.Split('\n').Select(line => $"  {line}\n")));
        }
        catch (ConfigurationException refused)
        {
            return new Linted(null, string.Join("; ", refused.Faults));
        }

        var server = new Server
        {
            Id = InstanceId.Parse("i-0123456789abcdef0"),
            State = InstanceState.Running,
            LaunchTime = Instant.FromUtc(2012, 6, 28, 17, 50),
            SecurityGroups = ["web"],
        };
        var classified = (ServerClassification.Classified)Classifier.Classify(server, groups, "eu-west-1");
        return new Linted(ClassificationYaml.Write("kickoff", classified), null);
    }

    private static string Line(string answer, string site) =>
        $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(answer))}\t{Convert.ToBase64String(Encoding.UTF8.GetBytes(site))}";

    /// <summary>What lint makes of a fragment: what EncApi would answer, or the faults.</summary>
    private sealed record Linted(string? Answer, string? Fault);

    private sealed record Asked(Fragment Fragment, Linted Lint);
}
