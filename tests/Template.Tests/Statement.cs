using YamlDotNet.RepresentationModel;

namespace Kickoff.Template.Tests;

/// <summary>One statement of an IAM policy. Condition is its YAML on one line, for searching.</summary>
internal sealed record Statement(string Sid, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources, string Condition)
{
    public static Statement Of(YamlMappingNode node) => new(
        SamTemplate.Text(node, "Sid") ?? "",
        [.. SamTemplate.Sequence(SamTemplate.Find(node, "Action")).Select(action => ((YamlScalarNode)action).Value!)],
        [.. SamTemplate.Sequence(SamTemplate.Find(node, "Resource")).Select(resource => ((YamlScalarNode)resource).Value!)],
        SamTemplate.Find(node, "Condition")?.ToString() ?? "");
}
