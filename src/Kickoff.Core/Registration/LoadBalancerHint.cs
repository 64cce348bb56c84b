using System.Text.RegularExpressions;
using Kickoff.Core.Classification;

namespace Kickoff.Core.Registration;

/// <summary>
/// What was probably meant by a value that names no load balancer. ARNs:
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html.
/// </summary>
internal static partial class LoadBalancerHint
{
    /// <summary>A clause that begins with "; ", or nothing.</summary>
    public static string For(string parameter, Value item) =>
        item is not Value.Text { Characters: var text } ? ""
        : text.Contains("%{", StringComparison.Ordinal) || text.Contains("${", StringComparison.Ordinal)
            ? "; nothing is filled in here, so write the name as it is, in a group for each environment"
        : List(parameter, text) is { } list ? $"; did you mean the list [{list}]?"
        : Other().Match(text) is { Success: true } arn ? OtherArn(parameter, arn)
        : parameter == LoadBalancerNames.Classic ? ClassicName(text)
        : Target(text);

    private static string? List(string parameter, string text)
    {
        var parts = text.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Func<string, bool> fits = parameter == LoadBalancerNames.Classic
            ? LoadBalancerParameters.IsClassicName
            : LoadBalancerParameters.IsTargetGroupArn;
        return parts.Length > 1 && parts.All(fits)
            ? string.Join(", ", parts)
            : null;
    }

    private static string OtherArn(string parameter, Match arn) => (parameter, arn.Groups["kind"].Value, arn.Groups["rest"].Value) switch
    {
        (LoadBalancerNames.Classic, "targetgroup", _) => $"; a target group is named by {LoadBalancerNames.TargetGroup}",
        (LoadBalancerNames.Classic, "loadbalancer", var rest) when LoadBalancerParameters.IsClassicName(rest) =>
            $"; did you mean '{rest}'?",
        (_, "loadbalancer", var rest) when LoadBalancerParameters.IsClassicName(rest) =>
            $"; that is a classic load balancer, which {LoadBalancerNames.Classic}: {rest} names",
        (_, "targetgroup", var rest) when rest.LastIndexOf(':') is > 0 and var colon =>
            $"; a port stands behind @: did you mean '{arn.Groups["place"].Value}:targetgroup/{rest[..colon]}@{rest[(colon + 1)..]}'?",
        (_, "targetgroup", _) => "",
        _ => "; that is a load balancer or its listener, and servers are registered at its target group:"
            + $" {arn.Groups["place"].Value}:targetgroup/NAME/ID (aws elbv2 describe-target-groups), in {LoadBalancerNames.TargetGroup}",
    };

    private static string ClassicName(string text)
    {
        var name = DnsName().Match(text) is { Success: true } dns ? dns.Groups["name"].Value : Unfit().Replace(text, "-").Trim('-');
        return text.Length <= 32 || name.Length < text.Length ? Meant(name) : "";
    }

    private static string Meant(string name) => LoadBalancerParameters.IsClassicName(name) ? $"; did you mean '{name}'?" : "";

    private static string Target(string text) => LoadBalancerParameters.IsClassicName(text)
        ? $"; aws elbv2 describe-target-groups --names {text} tells it"
        : "";

    [GeneratedRegex(@"\A(?<place>arn:[a-z0-9-]+:elasticloadbalancing:[a-z0-9-]*:[0-9]*):(?<kind>[a-z-]+)/(?<rest>.+)\z")]
    private static partial Regex Other();

    /// <summary>NAME-1234567890.REGION.elb.amazonaws.com, of an internal one with internal- before it.</summary>
    [GeneratedRegex(@"\A(?:internal-)?(?<name>[A-Za-z0-9-]+)-[0-9]+\.[a-z0-9-]+\.elb\.amazonaws\.com(?:\.cn)?\z")]
    private static partial Regex DnsName();

    [GeneratedRegex("[^A-Za-z0-9-]")]
    private static partial Regex Unfit();
}
