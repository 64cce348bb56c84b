using Mono.Cecil;

namespace Kickoff.Template.Tests;

/// <summary>docs/architecture.md against the compiled assemblies: who may know whom, and no circle of namespaces.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Files =
    [
        .. new[] { "Kickoff.Core", "Kickoff.Aws", "Kickoff.Cloud", "Kickoff.Simulation" }.Select(Beside),
        Repository.Assembly("tests/Simulation.Drills", "Simulation.Drills"),
        Repository.Assembly("local/MatchDay", "Kickoff.Local"),
        Repository.Assembly("local/MatchDay", "matchday"),
    ];

    /// <summary>The model's expressions and the tables they are evaluated on know one another.</summary>
    private static readonly string[] OneUnit = ["Kickoff.Cloud.DynamoDb", "Kickoff.Cloud.DynamoDb.Expressions"];

    [Theory]
    [InlineData("Kickoff.Core")]
    [InlineData("Kickoff.Aws", "Kickoff.Core")]
    [InlineData("Kickoff.Cloud", "Kickoff.Core", "Kickoff.Aws")]
    [InlineData("Kickoff.Simulation", "Kickoff.Core", "Kickoff.Aws", "Kickoff.Cloud")]
    public void An_assembly_knows_only_those_below_it(string assembly, params string[] below)
    {
        using var module = Open(assembly);

        var known = module.AssemblyReferences.Select(reference => reference.Name)
            .Where(name => name.StartsWith("Kickoff", StringComparison.Ordinal));

        Assert.Empty(known.Except(below));
    }

    [Fact]
    public void Core_knows_no_package_of_AWS()
    {
        using var module = Open("Kickoff.Core");

        Assert.DoesNotContain(module.AssemblyReferences, reference => reference.Name.StartsWith("AWSSDK", StringComparison.Ordinal)
            || reference.Name == "AwsStandIns");
    }

    [Fact]
    public void No_namespaces_know_one_another_in_a_circle()
    {
        var arrows = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var file in Files)
        {
            using var module = ModuleDefinition.ReadModule(file);
            foreach (var type in module.GetTypes())
            {
                var from = Unit(type);
                foreach (var to in References.Of(type).Select(Unit)
                    .Where(to => to != from && to.StartsWith("Kickoff", StringComparison.Ordinal)))
                {
                    if (from.StartsWith("Kickoff", StringComparison.Ordinal))
                    {
                        (arrows.TryGetValue(from, out var known) ? known : arrows[from] = new(StringComparer.Ordinal)).Add(to);
                    }
                }
            }
        }

        Assert.True(arrows.Count > 30, $"{arrows.Count} namespaces: the assemblies could not be read.");
        Assert.Empty(arrows.Keys.Where(name => Reached(name, arrows).Contains(name)).Order(StringComparer.Ordinal));
    }

    private static HashSet<string> Reached(string from, Dictionary<string, HashSet<string>> arrows)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var todo = new Stack<string>([from]);
        while (todo.TryPop(out var name))
        {
            foreach (var next in arrows.GetValueOrDefault(name, []).Where(reached.Add))
            {
                todo.Push(next);
            }
        }

        return reached;
    }

    private static string Unit(TypeReference type)
    {
        var outer = type.GetElementType();
        while (outer.DeclaringType is { } declaring)
        {
            outer = declaring;
        }

        return OneUnit.Contains(outer.Namespace, StringComparer.Ordinal) ? OneUnit[0] : outer.Namespace;
    }

    private static ModuleDefinition Open(string assembly) => ModuleDefinition.ReadModule(Beside(assembly));

    private static string Beside(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
}
