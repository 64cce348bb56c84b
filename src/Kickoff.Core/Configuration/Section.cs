using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Classification;
using NodaTime;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>One mapping of fleet.yml being read: every key is asked for once, and what nobody asked for is a fault.</summary>
internal sealed class Section(string name, YamlMappingNode node, FaultList faults)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public string Name => name;

    public YamlMappingNode Node => node;

    public void Fault(YamlNode at, string message) => faults.Add(at, $"{name}: {message}");

    public YamlNode? Find(string key)
    {
        _asked.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    public Section? Child(string key, bool required = true)
    {
        switch (Find(key))
        {
            case YamlMappingNode mapping:
                return new Section($"{name}.{key}", mapping, faults);
            case null when required:
                Fault(node, $"'{key}' is missing");
                return null;
            case null:
                return null;
            case var other:
                Fault(other, $"'{key}' is a mapping");
                return null;
        }
    }

    public Section Item(string item, YamlMappingNode mapping) => new($"{name}.{item}", mapping, faults);

    public string? Text(string key, bool required = true)
    {
        switch (Find(key))
        {
            case YamlScalarNode { Value: { Length: > 0 } text } scalar when YamlValues.Scalar(scalar) is not Value.Null:
                return text;
            case null when !required:
                return null;
            case null:
                Fault(node, $"'{key}' is missing");
                return null;
            case var other:
                Fault(other, $"'{key}' is one line of text");
                return null;
        }
    }

    public ImmutableArray<string> Texts(string key, bool required = true)
    {
        var value = Find(key);
        var items = value switch
        {
            YamlScalarNode { Value.Length: > 0 } one => [one],
            YamlSequenceNode many => many.Children,
            _ => [],
        };
        var texts = items.OfType<YamlScalarNode>().Where(item => !string.IsNullOrEmpty(item.Value)).Select(item => item.Value!).ToImmutableArray();
        if (texts.Length != items.Count || (required && texts.IsEmpty))
        {
            Fault(value ?? node, value is null ? $"'{key}' is missing" : $"'{key}' is a list of names, and not an empty one");
        }

        return texts;
    }

    public int Number(string key, int least, int most, int? otherwise = null)
    {
        var value = Find(key);
        if (value is YamlScalarNode scalar && YamlValues.Scalar(scalar) is Value.Integer { Number: var number } && number >= least && number <= most)
        {
            return (int)number;
        }

        if (value is not null || otherwise is null)
        {
            Fault(value ?? node, value is null ? $"'{key}' is missing" : string.Create(CultureInfo.InvariantCulture, $"'{key}' is a whole number from {least} to {most}"));
        }

        return otherwise ?? least;
    }

    public Duration Time(string key, Duration? otherwise = null, bool positive = false)
    {
        var value = Find(key);
        if (value is YamlScalarNode scalar && DurationText.TryParse(scalar.Value, out var duration) && (!positive || duration > Duration.Zero))
        {
            return duration;
        }

        if (value is not null || otherwise is null)
        {
            Fault(value ?? node, value is null ? $"'{key}' is missing" : $"'{key}' is a duration such as 30m or 1h30m{(positive ? ", and not zero" : "")}");
        }

        return otherwise ?? Duration.Zero;
    }

    /// <summary>Call last: a fault for each key nobody asked for.</summary>
    public void Close()
    {
        foreach (var key in node.Children.Keys)
        {
            var text = (key as YamlScalarNode)?.Value ?? "";
            if (!_asked.Contains(text))
            {
                Fault(key, $"'{text}' is not a key here{Nearest.Hint(text, _asked)}");
            }
        }
    }
}
