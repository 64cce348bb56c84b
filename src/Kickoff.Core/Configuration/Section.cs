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

    public IReadOnlyList<(string Name, YamlScalarNode Key, YamlNode Value)> Entries { get; } = YamlValues.Entries(node, faults);

    public YamlMappingNode Node => node;

    public void Fault(YamlNode at, string message) => faults.Add(at, $"{name}: {message}");

    public YamlNode? Find(string key)
    {
        _asked.Add(key);
        return Entries.FirstOrDefault(entry => entry.Name == key).Value;
    }

    public Section? Child(string key, bool required = true)
    {
        switch (Find(key))
        {
            case YamlMappingNode mapping:
                return Item(key, mapping);
            case null when required:
                Missing(key);
                return null;
            case null:
                return null;
            case var other:
                Fault(other, $"'{key}' is a mapping");
                return null;
        }
    }

    public Section Item(string item, YamlMappingNode mapping) => new($"{name}.{item}", mapping, faults);

    /// <summary>A name as it is written, whatever YAML would make of it: an account id keeps its leading zero.</summary>
    public string? Text(string key, bool required = true)
    {
        switch (Find(key))
        {
            case YamlScalarNode { Value: { Length: > 0 } text } scalar when YamlValues.Scalar(scalar, faults) is not Value.Null:
                return text;
            case null when !required:
                return null;
            case null:
                Missing(key);
                return null;
            case var other:
                Fault(other, $"'{key}' is one line of text");
                return null;
        }
    }

    /// <summary>One name or a list of them, none twice, each as <paramref name="form"/> wants it.</summary>
    public ImmutableArray<string> Texts(string key, string what, Func<string, bool> form)
    {
        var value = Find(key);
        IEnumerable<YamlNode> items = value switch
        {
            YamlScalarNode { Value.Length: > 0 } one => [one],
            YamlSequenceNode many => many.Children,
            _ => [],
        };
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in items)
        {
            if (item is not YamlScalarNode { Value: { } text } || !form(text))
            {
                Fault(item, $"'{key}' takes {what}{(item is YamlScalarNode { Value: { } bad } ? $", not '{bad}'" : "")}");
            }
            else if (texts.Contains(text))
            {
                Fault(item, $"'{key}' names {text} twice");
            }
            else
            {
                texts.Add(text);
            }
        }

        if (value is null)
        {
            Missing(key);
        }
        else if (!items.Any())
        {
            Fault(value, $"'{key}' is a list of {what}, and not an empty one");
        }

        return texts.ToImmutable();
    }

    /// <summary>Null, and a fault, when there is no such number and nothing stands in for it.</summary>
    public int? Number(string key, int least, int most, int? otherwise = null)
    {
        switch (Find(key))
        {
            case YamlScalarNode scalar when YamlValues.Scalar(scalar, faults) is Value.Integer { Number: var number }
                && number >= least
                && number <= most:
                return (int)number;
            case null when otherwise is not null:
                return otherwise;
            case null:
                Missing(key);
                return null;
            case var other:
                Fault(other, string.Create(CultureInfo.InvariantCulture, $"'{key}' is a whole number from {least} to {most}"));
                return null;
        }
    }

    /// <param name="key">Its name.</param>
    /// <param name="otherwise">Where it is absent.</param>
    /// <param name="positive">Zero is a fault.</param>
    /// <param name="most">Longer is a fault; null: however long.</param>
    /// <param name="because">Why not longer, after the bound.</param>
    public Duration Time(string key, Duration otherwise, bool positive = false, Duration? most = null, string because = "")
    {
        switch (Find(key))
        {
            case null:
                return otherwise;
            case YamlScalarNode scalar when DurationText.TryParse(scalar.Value, out var duration)
                && (!positive || duration > Duration.Zero):
                if (duration > most)
                {
                    Fault(scalar, $"'{key}' is at most {DurationText.Format(most.Value)}{because}");
                }

                return duration;
            case var other:
                Fault(other, $"'{key}' is a duration such as 30m or 1h30m{(positive ? ", and not zero" : "")}");
                return otherwise;
        }
    }

    /// <summary>Call last: a fault for each key nobody asked for.</summary>
    public void Close()
    {
        foreach (var (key, node, _) in Entries.Where(entry => !_asked.Contains(entry.Name)))
        {
            Fault(node, $"'{key}' is not a key here{Nearest.Hint(key, _asked)}");
        }
    }

    private void Missing(string key) => Fault(node, $"'{key}' is missing");
}
