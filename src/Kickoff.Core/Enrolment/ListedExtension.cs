using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Kickoff.Core.Classification;

namespace Kickoff.Core.Enrolment;

/// <summary>
/// An extension that a signing request may carry, beside pp_instance_id, and where in the server's classification the value stands that it
/// must have: <c>environment</c>, or the way to a parameter.
/// </summary>
public sealed partial record ListedExtension(string Oid, string Name, string HeldAgainst)
{
    private const string Environment = "environment";

    /// <summary>Where a value stands that has another name in a classification.</summary>
    private static readonly Dictionary<string, string> Usually = new(StringComparer.Ordinal)
    {
        ["pp_environment"] = Environment,
        ["pp_region"] = "ec2.region",
        ["pp_zone"] = "ec2.availability_zone",
    };

    /// <summary>
    /// Reads <c>pp_environment, pp_role=role, 1.3.6.1.4.1.34380.1.2.7=ec2_tag_Site</c>: names of Puppet's or OIDs of its private range,
    /// each with the parameter it is held against (itself, where none is said). Throws FormatException.
    /// </summary>
    public static ImmutableArray<ListedExtension> ReadList(string setting)
    {
        var listed = ImmutableArray.CreateBuilder<ListedExtension>();
        foreach (var item in setting.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = item.Split('=', 2, StringSplitOptions.TrimEntries);
            var oid = Dotted().IsMatch(parts[0]) ? parts[0] : PuppetExtensions.Oid(parts[0]);
            if (oid is null || !PuppetExtensions.IsDescription(oid))
            {
                throw new FormatException(
                    $"lists '{parts[0]}', which is no extension of Puppet's that describes a node (what gives rights is never listed)");
            }

            if (oid == SigningRequest.InstanceIdOid || listed.Any(one => one.Oid == oid))
            {
                var why = oid == SigningRequest.InstanceIdOid ? "always taken" : "there twice";
                throw new FormatException($"lists '{parts[0]}', which is {why}");
            }

            var name = PuppetExtensions.Name(oid);
            var value = parts.Length > 1 ? parts[1] : Usually.GetValueOrDefault(name, name);
            if (value.Length == 0 || Dotted().IsMatch(value))
            {
                throw new FormatException($"does not say which parameter '{parts[0]}' is held against; write {parts[0]}=PARAMETER");
            }

            listed.Add(new ListedExtension(oid, name, value));
        }

        return listed.ToImmutable();
    }

    /// <summary>The value it must have, as text; null when the classification says none, or no single one.</summary>
    public string? Wanted(ServerClassification classification)
    {
        if (classification is not ServerClassification.Classified { Root.Entries: var root })
        {
            return null;
        }

        var at = root.GetValueOrDefault(HeldAgainst == Environment ? Environment : "parameters");
        foreach (var step in HeldAgainst == Environment ? [] : HeldAgainst.Split('.'))
        {
            at = (at as Sourced.Branch)?.Entries.GetValueOrDefault(step);
        }

        return (at as Sourced.Leaf)?.Value switch
        {
            Value.Text text => text.Characters,
            Value.Integer integer => integer.Number.ToString(CultureInfo.InvariantCulture),
            Value.Boolean boolean => boolean.Is ? "true" : "false",
            _ => null,
        };
    }

    [GeneratedRegex(@"\A[0-9]+(?:\.[0-9]+)+\z")]
    private static partial Regex Dotted();
}
