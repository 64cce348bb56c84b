using YamlDotNet.RepresentationModel;

namespace Kickoff.Template.Tests;

/// <summary>template.yaml as YAML nodes; intrinsic functions are nodes with their tag.</summary>
internal static class SamTemplate
{
    public static readonly string[] Functions = ["EncApi", "FixtureFeed", "OnInstanceRunning", "ScaleSchedule"];

    private static readonly YamlMappingNode Document = Load();

    public static YamlMappingNode Resources => Map(Document, "Resources");

    public static YamlMappingNode Parameter(string name) => Map(Map(Document, "Parameters"), name);

    public static YamlMappingNode Properties(string resource) => Map(Map(Resources, resource), "Properties");

    public static IEnumerable<string> OfType(string type) =>
        from resource in Resources.Children
        where Text(resource.Value, "Type") == type
        select ((YamlScalarNode)resource.Key).Value!;

    /// <summary>The variables the function is started with: the template's globals and its own.</summary>
    public static IReadOnlySet<string> Environment(string function) =>
        Keys(Find(Document, "Globals", "Function", "Environment", "Variables"))
            .Concat(Keys(Find(Properties(function), "Environment", "Variables")))
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>A variable of the template's globals or the function's own, as it is written.</summary>
    public static string? EnvironmentValue(string function, string name) =>
        Text(Properties(function), "Environment", "Variables", name)
            ?? Text(Document, "Globals", "Function", "Environment", "Variables", name);

    public static IEnumerable<Statement> Statements(string function) =>
        from policy in Sequence(Find(Properties(function), "Policies"))
        from statement in Sequence(Find(policy, "Statement"))
        select Statement.Of(
            statement is YamlSequenceNode { Tag.Value: "!If" } choice ? (YamlMappingNode)choice.Children[1] : (YamlMappingNode)statement);

    public static YamlNode? Find(YamlNode? node, params string[] path) =>
        path.Aggregate(
            node,
            (at, key) => at is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null);

    public static string? Text(YamlNode? node, params string[] path) => (Find(node, path) as YamlScalarNode)?.Value;

    /// <summary>A Sub's text, with what stands for its own variables put in as where their condition holds.</summary>
    public static string Substituted(YamlNode? node) => node is not YamlSequenceNode { Tag.Value: "!Sub" } sub ? Text(node)!
        : ((YamlMappingNode)sub.Children[1]).Children.Aggregate(Text(sub.Children[0])!, (text, variable) => text.Replace(
            $"${{{variable.Key}}}", Text(((YamlSequenceNode)variable.Value).Children[1]), StringComparison.Ordinal));

    public static IEnumerable<YamlNode> Sequence(YamlNode? node) => node switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Children,
        _ => [node],
    };

    public static IEnumerable<string> Keys(YamlNode? node) =>
        node is YamlMappingNode map ? map.Children.Keys.Select(key => ((YamlScalarNode)key).Value!) : [];

    private static YamlMappingNode Map(YamlMappingNode node, string key) =>
        Find(node, key) as YamlMappingNode
            ?? throw new InvalidDataException($"template.yaml has no mapping '{key}' where one is expected.");

    private static YamlMappingNode Load()
    {
        using var reader = File.OpenText(Repository.Path("template.yaml"));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
