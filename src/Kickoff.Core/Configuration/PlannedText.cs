using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>
/// fleet.yml and fixtures.yml as far as a plan goes by them: without what may be somebody's secret, which are tags, user data, addresses of
/// sources and headers.
/// </summary>
public static class PlannedText
{
    private const string Elsewhere = "https://example.invalid/";

    /// <summary>Throws ConfigurationException where it is no YAML.</summary>
    public static string OfFleet(string text) => Rewritten("fleet.yml", text, root =>
    {
        foreach (var launch in Each(Get(root, "pools")).Select(pool => Get(pool, "launch")))
        {
            Remove(launch, "tags");
            Remove(launch, "user_data");
        }
    });

    /// <summary>Throws ConfigurationException where it is no YAML.</summary>
    public static string OfFixtures(string text) => Rewritten("fixtures.yml", text, root =>
    {
        foreach (var source in Each(Get(root, "sources")))
        {
            Remove(source, "headers");
            if (source is YamlMappingNode mapping && mapping.Children.ContainsKey("url"))
            {
                mapping.Children["url"] = Elsewhere;
            }
        }
    });

    private static string Rewritten(string file, string text, Action<YamlMappingNode> change)
    {
        var faults = new FaultList(file);
        var root = YamlFile.Read(text, faults);
        faults.ThrowIfAny();
        change(root!);
        using var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root!)).Save(writer, assignAnchors: true);
        return writer.ToString();
    }

    private static IEnumerable<YamlNode> Each(YamlNode? node) => node is YamlMappingNode mapping ? mapping.Children.Values : [];

    private static YamlNode? Get(YamlNode? node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(key, out var value) ? value : null;

    private static void Remove(YamlNode? node, string key) => (node as YamlMappingNode)?.Children.Remove(key);
}
