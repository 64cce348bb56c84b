using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Kickoff.Core.Classification;

namespace Kickoff.Core.Registration;

/// <summary>
/// The load balancers a group's parameters name (<see cref="LoadBalancerNames"/>). Faults say what is wrong, without file and line.
/// </summary>
public sealed partial record LoadBalancerParameters(ImmutableArray<LoadBalancer> LoadBalancers, ImmutableArray<string> Faults)
{
    public static LoadBalancerParameters Read(NodeGroup group)
    {
        var read = new[] { LoadBalancerNames.Classic, LoadBalancerNames.TargetGroup }
            .SelectMany(parameter => LoadBalancerNames.Items(group.Parameters.GetValueOrDefault(parameter)), Read)
            .ToArray();
        var named = read.Select(one => one.Named).OfType<LoadBalancer>().Distinct();
        return new(
            [.. named.OrderBy(loadBalancer => loadBalancer.Key, StringComparer.Ordinal)],
            [.. read.Select(one => one.Fault).OfType<string>().Select(fault => $"{group.Name}: {fault}")]);
    }

    /// <summary>What one value of the parameter names, or why it names nothing and what was probably meant.</summary>
    public static (LoadBalancer? Named, string? Fault) Read(string parameter, Value item)
    {
        LoadBalancer? named = parameter == LoadBalancerNames.Classic ? Classic(item) : Target(item);
        return named is not null
            ? (named, null)
            : (null, $"{parameter} {Expectation(parameter)}, not {Show(item)}{LoadBalancerHint.For(parameter, item)}");
    }

    /// <summary>
    /// Whether a classic load balancer can have that name
    /// (https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html, LoadBalancerName).
    /// </summary>
    internal static bool IsClassicName(string name) => ClassicName().IsMatch(name);

    internal static bool IsTargetGroupArn(string arn) => TargetGroupArn().IsMatch(arn);

    // A bare number is a valid name of a classic load balancer that its author forgot to quote.
    private static ClassicLoadBalancer? Classic(Value value) => value switch
    {
        Value.Text text when IsClassicName(text.Characters) => new(text.Characters),
        Value.Integer { Number.Sign: >= 0 } integer => new(integer.Number.ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static TargetGroup? Target(Value value) => value switch
    {
        Value.Text text when TargetGroupArn().Match(text.Characters) is { Success: true } match =>
            match.Groups["port"] is { Success: true } port
                ? Port(BigInteger.Parse(port.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), match.Groups["arn"].Value)
                : new(text.Characters, null),
        Value.Map map when map.Entries.GetValueOrDefault("arn") is Value.Text arn
            && TargetGroupArn().Match(arn.Characters) is { Success: true } match && !match.Groups["port"].Success
            && map.Entries.Keys.All(key => key is "arn" or "port") => map.Entries.GetValueOrDefault("port") switch
            {
                null => new(arn.Characters, null),
                Value.Integer port => Port(port.Number, arn.Characters),
                _ => null,
            },
        _ => null,
    };

    private static TargetGroup? Port(BigInteger port, string arn) => port > 0 && port <= 65535 ? new(arn, (int)port) : null;

    private static string Expectation(string parameter) => parameter == LoadBalancerNames.Classic
        ? "takes names of classic load balancers (letters, digits and hyphens, at most 32)"
        : "takes ARNs of target groups, with a port as arn…@8080 or {arn: …, port: 8080}";

    private static string Show(Value value) => value switch
    {
        Value.Text text => $"'{text.Characters}'",
        Value.Integer integer => integer.Number.ToString(CultureInfo.InvariantCulture),
        Value.Map => "this map",
        Value.List => "a list in a list",
        _ => "this value",
    };

    [GeneratedRegex(@"\A(?!-)[A-Za-z0-9-]{1,32}(?<!-)\z")]
    private static partial Regex ClassicName();

    [GeneratedRegex(
        @"\A(?<arn>arn:[a-z0-9-]+:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:targetgroup/[A-Za-z0-9-]+/[0-9a-f]+)(@(?<port>[0-9]{1,9}))?\z")]
    private static partial Regex TargetGroupArn();
}
