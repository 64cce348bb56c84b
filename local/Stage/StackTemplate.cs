using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Local.Api;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Local.Stage;

/// <summary>What template.yaml says of one function.</summary>
public sealed record FunctionResource(
    string Name, TimeSpan Timeout, int MemorySize, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<ApiRoute> Routes);

/// <summary>
/// template.yaml, read far enough to deploy it here: its tables, its functions' settings and routes, its queue. So there is one truth
/// of them. Ref is resolved; what needs more (Sub, GetAtt) is not asked for.
/// </summary>
public sealed class StackTemplate
{
    private readonly YamlMappingNode _root;
    private readonly Func<string, string> _ref;

    private StackTemplate(YamlMappingNode root, Func<string, string> resolve) => (_root, _ref) = (root, resolve);

    /// <param name="file">The template.</param>
    /// <param name="stack">The stack's name, which begins the tables' names.</param>
    /// <param name="region">The region it is deployed to.</param>
    /// <param name="parameters">Values that differ from the template's defaults; a name the template does not have is refused.</param>
    public static StackTemplate Read(string file, string stack, string region, IReadOnlyDictionary<string, string> parameters)
    {
        var yaml = new YamlStream();
        using (var reader = File.OpenText(file))
        {
            yaml.Load(reader);
        }

        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var declared = Map(root, "Parameters");
        if (parameters.Keys.FirstOrDefault(name => !declared.Children.ContainsKey(name)) is { } unknown)
        {
            throw new ArgumentException($"{file} has no parameter {unknown}.", nameof(parameters));
        }

        return new StackTemplate(root, name => name switch
        {
            "AWS::StackName" => stack,
            "AWS::AccountId" => Emulator.Moto.AccountId,
            "AWS::Region" => region,
            _ when parameters.TryGetValue(name, out var given) => given,
            _ when declared.Children.TryGetValue(name, out var parameter) => Scalar((YamlMappingNode)parameter, "Default"),
            _ => $"{stack}-{name}",
        });
    }

    /// <summary>The name a resource has here, as Ref gives it.</summary>
    public string NameOf(string resource) => _ref(resource);

    /// <summary>DynamoDB's CreateTable for a table resource, and its TTL attribute if it has one.</summary>
    public (JsonObject Create, string? TimeToLive) Table(string resource)
    {
        var properties = Properties(resource);
        var create = new JsonObject { ["TableName"] = NameOf(resource) };
        foreach (var name in new[] { "BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes" })
        {
            if (properties.Children.TryGetValue(name, out var value))
            {
                create[name] = Json(value);
            }
        }

        return (
            create,
            properties.Children.TryGetValue("TimeToLiveSpecification", out var ttl) ? Scalar((YamlMappingNode)ttl, "AttributeName") : null);
    }

    public FunctionResource Function(string resource)
    {
        var properties = Properties(resource);
        var globals = Map(Map(_root, "Globals"), "Function");
        var environment = Variables(globals).Concat(Variables(properties));
        var routes = Map(properties, "Events").Children.Values.Cast<YamlMappingNode>()
            .Where(source => Scalar(source, "Type") == "HttpApi")
            .Select(source => Map(source, "Properties"))
            .Select(source => new ApiRoute(Scalar(source, "Method").ToUpperInvariant(), Scalar(source, "Path")));
        return new FunctionResource(
            resource,
            TimeSpan.FromSeconds(Number(properties, globals, "Timeout", otherwise: 3)),
            Number(properties, globals, "MemorySize", otherwise: 128),
            environment.ToDictionary(StringComparer.Ordinal),
            [.. routes]);
    }

    /// <summary>A number among a resource's properties, by its path.</summary>
    public int Number(string resource, params ReadOnlySpan<string> path)
    {
        var node = Properties(resource);
        foreach (var name in path[..^1])
        {
            node = Map(node, name);
        }

        return int.Parse(Scalar(node, path[^1]), CultureInfo.InvariantCulture);
    }

    private YamlMappingNode Properties(string resource) => Map(Map(Map(_root, "Resources"), resource), "Properties");

    private IEnumerable<KeyValuePair<string, string>> Variables(YamlMappingNode function) =>
        function.Children.TryGetValue("Environment", out var environment)
            ? Map((YamlMappingNode)environment, "Variables").Children.Select(
                variable => KeyValuePair.Create(variable.Key.ToString(), Value(variable.Value)))
            : [];

    private string Value(YamlNode node) =>
        node is YamlScalarNode { Tag: { IsEmpty: false, Value: "!Ref" } } reference ? _ref(reference.Value!) : node.ToString();

    private static int Number(YamlMappingNode properties, YamlMappingNode globals, string name, int otherwise) =>
        properties.Children.TryGetValue(name, out var own) || globals.Children.TryGetValue(name, out own)
            ? int.Parse(own.ToString(), CultureInfo.InvariantCulture)
            : otherwise;

    private static YamlMappingNode Map(YamlMappingNode parent, string name) =>
        parent.Children.TryGetValue(name, out var child)
            ? (YamlMappingNode)child
            : throw new KeyNotFoundException($"template.yaml has no {name} in line {parent.Start.Line}.");

    private static string Scalar(YamlMappingNode parent, string name) => parent.Children[name].ToString();

    private static JsonNode Json(YamlNode node) => node switch
    {
        YamlMappingNode map =>
            new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), (JsonNode?)Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        _ => JsonValue.Create(node.ToString()),
    };
}
