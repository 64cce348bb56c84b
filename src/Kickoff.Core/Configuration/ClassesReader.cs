using System.Collections.Immutable;
using Kickoff.Core.Classification;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>
/// Reads <c>classes:</c> in every form that Puppet takes, and those whose meaning is clear though Puppet would stop at them.
/// </summary>
internal sealed class ClassesReader(string group, FaultList faults)
{
    private static readonly Value.Map None = new(ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, Value.Map>.Builder _classes =
        ImmutableSortedDictionary.CreateBuilder<string, Value.Map>(StringComparer.Ordinal);

    /// <summary>Names as Puppet looks them up.</summary>
    public ImmutableSortedDictionary<string, Value.Map> Read(YamlNode node)
    {
        switch (node)
        {
            case YamlSequenceNode list:
                YamlValues.CheckTag(list, faults);
                foreach (var item in list.Children)
                {
                    AddItem(item);
                }

                break;
            case YamlMappingNode map:
                foreach (var (_, key, value) in YamlValues.Entries(map, faults))
                {
                    Add(key, value);
                }

                break;
            case YamlScalarNode scalar when YamlValues.Scalar(scalar, faults)
                is Value.Null or Value.Boolean { Is: false } or Value.Text { Characters: "" }:
                break;
            default:
                Add(node, null);
                break;
        }

        return _classes.ToImmutable();
    }

    /// <summary><c>- ntp</c>, or <c>- apache: {port: 80}</c>: one class an item.</summary>
    private void AddItem(YamlNode item)
    {
        if (item is not YamlMappingNode map)
        {
            Add(item, null);
            return;
        }

        var entries = YamlValues.Entries(map, faults);
        if (entries is [var (_, key, value)])
        {
            Add(key, value);
        }
        else
        {
            faults.Add(item, $"group '{group}': an item of classes is one class, and here are {entries.Count};"
                + " write each as an item, or classes as a mapping of names to parameters");
        }
    }

    private void Add(YamlNode nameNode, YamlNode? value)
    {
        var said = nameNode is YamlScalarNode scalar ? YamlValues.Scalar(scalar, faults) : null;
        if (said is not Value.Text { Characters: var written } || PuppetNames.Class(written) is not { } name)
        {
            var told = (nameNode as YamlScalarNode)?.Value ?? "";
            faults.Add(nameNode, $"group '{group}': '{told}' is not the name of a Puppet class"
                + (said is Value.Text ? PuppetNames.ClassHint(told)
                    : PuppetNames.Class(told) is null ? ""
                    : "; quote it if it is meant as one"));
            return;
        }

        if (Parameters(written, value) is not { } parameters)
        {
            var hint = Hint(written, value!);
            faults.Add(value!, $"group '{group}': the parameters of class '{written}' are a mapping (name: value){hint}");
        }
        else if (_classes.TryGetValue(name, out var there) && there.Entries.Count > 0 && parameters.Entries.Count > 0)
        {
            faults.Add(nameNode, $"group '{group}': class '{name}' is there twice with parameters, and Puppet declares a class once");
        }
        else if (there is null || parameters.Entries.Count > 0)
        {
            _classes[name] = parameters;
        }
    }

    /// <summary>Puppet takes nothing, "", [] and false for no parameters, and the class in; true stops it.</summary>
    private Value.Map? Parameters(string written, YamlNode? value)
    {
        switch (value)
        {
            case null:
            case YamlSequenceNode { Children.Count: 0 }:
            case YamlScalarNode none when YamlValues.Scalar(none, faults)
                is Value.Null or Value.Boolean { Is: false } or Value.Text { Characters: "" }:
                return None;
            case YamlMappingNode map:
                foreach (var (name, key, _) in YamlValues.Entries(map, faults))
                {
                    CheckParameter(written, name, key);
                }

                var parameters = YamlValues.Map(map, faults);
                if (parameters.FirstOrDefault(one => IsEndless(one.Value)).Key is { } endless)
                {
                    faults.Add(map, $"group '{group}': '{endless}' of class '{written}' has an infinite number or none (.inf, .nan) in it,"
                        + " which no catalogue can carry");
                }

                return new Value.Map(parameters);
            default:
                return null;
        }
    }

    /// <summary>A catalogue is JSON.</summary>
    private static bool IsEndless(Value value) => value switch
    {
        Value.Float number => !double.IsFinite(number.Number),
        Value.List list => list.Items.Any(IsEndless),
        Value.Map map => map.Entries.Values.Any(IsEndless),
        _ => false,
    };

    private void CheckParameter(string written, string name, YamlScalarNode key)
    {
        if (YamlValues.Scalar(key, faults) is Value.Null)
        {
            faults.Add(key, $"group '{group}': a parameter of class '{written}' has no name ('{name}' is YAML's nothing)");
        }
        else if (PuppetNames.IsReservedParameter(name))
        {
            faults.Add(key, $"group '{group}': Puppet refuses a parameter named '{name}', of class '{written}' too");
        }
        else if (!PuppetNames.IsParameter(name))
        {
            faults.Add(key, $"group '{group}': '{name}' is no name of a parameter, which class '{written}' could have"
                + PuppetNames.ParameterHint(name));
        }
    }

    private string Hint(string written, YamlNode value) => value switch
    {
        YamlSequenceNode => $"; if the list below '{written}:' is of classes, write '- {written}' as its first item, without the colon",
        YamlScalarNode scalar when YamlValues.Scalar(scalar, faults) is Value.Boolean =>
            $"; write '{written}:' alone (with false Puppet takes a class in, too: leave out what is not wanted)",
        _ => "",
    };
}
