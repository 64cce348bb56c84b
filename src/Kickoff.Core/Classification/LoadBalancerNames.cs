using System.Collections.Immutable;
using System.Globalization;

namespace Kickoff.Core.Classification;

/// <summary>
/// The two parameters that name load balancers. Of several groups they are a union, for Puppet as for registration, which puts a server
/// behind each of them: no group overrules another, whatever its priority. (The script of 2012 merged last-wins, in the order EC2 gave.)
/// </summary>
public static class LoadBalancerNames
{
    /// <summary>Names of classic load balancers: one or a list.</summary>
    public const string Classic = "loadbalancer_name";

    /// <summary>
    /// Target groups: an ARN, an ARN with a port <c>arn…@8080</c>, a map <c>{arn: …, port: 8080}</c>, or a list of these.
    /// </summary>
    public const string TargetGroup = "target_group_arn";

    /// <summary>What a parameter names, one by one.</summary>
    public static ImmutableArray<Value> Items(Value? value) => value switch
    {
        null or Value.Null => [],
        Value.List list => list.Items,
        _ => [value],
    };

    internal static bool Contains(string parameter) => parameter is Classic or TargetGroup;

    /// <summary>
    /// What these groups name together: as one group wrote it when it names all of them, else a list in the groups' order.
    /// </summary>
    internal static Sourced Union(IReadOnlyList<(Value Value, string Group)> said)
    {
        var all = new List<Value>();
        foreach (var item in said.SelectMany(one => Items(one.Value)))
        {
            if (!all.Exists(there => Same(there, item)))
            {
                all.Add(item);
            }
        }

        foreach (var (value, group) in said)
        {
            var items = Items(value);
            if (all.TrueForAll(item => items.Any(own => Same(own, item))))
            {
                return Sourced.Of(value, group);
            }
        }

        return new Sourced.Leaf(
            new Value.List([.. all]), string.Join(", ", said.Where(one => Items(one.Value).Length > 0).Select(one => one.Group)));
    }

    private static bool Same(Value one, Value other) => ValueEquality.Same(Spelling(one), Spelling(other));

    /// <summary>One spelling of what can be written in several: 12 is "12", {arn: A, port: 80} is A@80.</summary>
    private static Value Spelling(Value item) => item switch
    {
        Value.Integer number => new Value.Text(number.Number.ToString(CultureInfo.InvariantCulture)),
        Value.Map { Entries: var entries } when entries.GetValueOrDefault("arn") is Value.Text arn =>
            Spelling(item, arn, entries.GetValueOrDefault("port")),
        _ => item,
    };

    private static Value Spelling(Value item, Value.Text arn, Value? port) => port switch
    {
        null => arn,
        Value.Integer { Number: var number } =>
            new Value.Text(string.Create(CultureInfo.InvariantCulture, $"{arn.Characters}@{number}")),
        _ => item,
    };
}
