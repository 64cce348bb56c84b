using YamlDotNet.RepresentationModel;

namespace Kickoff.Local.Stage;

/// <summary>Finds what a configuration names, wherever in the file it does.</summary>
internal static class YamlValues
{
    /// <summary>The values of every key of this name, a list's one by one.</summary>
    public static IReadOnlyList<string> Of(string text, string key)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return [.. yaml.Documents.SelectMany(document => Find(document.RootNode, key)).Distinct(StringComparer.Ordinal)];
    }

    public static IReadOnlyList<string> TopLevelKeys(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return [
            .. yaml.Documents.SelectMany(
                document => document.RootNode is YamlMappingNode map ? map.Children.Keys.Select(name => name.ToString()) : [])];
    }

    private static IEnumerable<string> Find(YamlNode node, string key) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(pair => pair.Key.ToString() == key ? Leaves(pair.Value) : Find(pair.Value, key)),
        YamlSequenceNode list => list.Children.SelectMany(child => Find(child, key)),
        _ => [],
    };

    private static IEnumerable<string> Leaves(YamlNode node) => node switch
    {
        YamlSequenceNode list => list.Children.SelectMany(Leaves),
        YamlScalarNode { Value: { Length: > 0 } value } => [value],
        _ => [],
    };
}
