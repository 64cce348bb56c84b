using System.Text;
using System.Text.RegularExpressions;
using Amazon.EC2.Model;
using Kickoff.Core.Servers;

namespace Kickoff.Cloud.Ec2;

/// <summary>
/// A filter of DescribeInstances: any of its values, in which * stands for any text and ? for one character
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html).
/// </summary>
internal sealed class InstanceFilter
{
    /// <summary>"The maximum number of filter values specified on a single call is 200".</summary>
    private const int MostValues = 200;

    private readonly Func<Ec2Instance, Server, IEnumerable<string?>> _facts;
    private readonly HashSet<string> _plain = new(StringComparer.Ordinal);
    private readonly List<Regex> _patterns = [];

    private InstanceFilter(Filter filter)
    {
        _facts = Facts(filter.Name);
        foreach (var value in filter.Values ?? [])
        {
            if (value.AsSpan().ContainsAny('*', '?', '\\'))
            {
                _patterns.Add(Pattern(value));
            }
            else
            {
                _plain.Add(value);
            }
        }
    }

    public static InstanceFilter[] Of(IReadOnlyCollection<Filter> filters) =>
        filters.Sum(filter => filter.Values?.Count ?? 0) > MostValues
            ? throw Ec2Errors.Of("FilterLimitExceeded", $"The maximum number of filter values specified on a single call is {MostValues}")
            : [.. filters.Select(filter => new InstanceFilter(filter))];

    public bool Passes(Ec2Instance server, Server shown) =>
        _facts(server, shown).OfType<string>().Any(fact => _plain.Contains(fact) || _patterns.Exists(pattern => pattern.IsMatch(fact)));

    /// <summary>Also of DescribeImages.</summary>
    public static Regex Pattern(string value)
    {
        var pattern = new StringBuilder("^");
        for (var i = 0; i < value.Length; i++)
        {
            pattern.Append(value[i] switch
            {
                '*' => ".*",
                '?' => ".",
                '\\' when i + 1 < value.Length => Regex.Escape(value[++i].ToString()),
                var letter => Regex.Escape(letter.ToString()),
            });
        }

        return new Regex(pattern.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }

    private static Func<Ec2Instance, Server, IEnumerable<string?>> Facts(string name) => name switch
    {
        "instance-id" => (_, shown) => [shown.Id.Value],
        "instance-state-name" => (_, shown) => [Ec2States.Name(shown.State)],
        "instance-type" => (_, shown) => [shown.InstanceType],
        "image-id" => (_, shown) => [shown.ImageId],
        "subnet-id" => (_, shown) => [shown.SubnetId],
        "availability-zone" => (_, shown) => [shown.AvailabilityZone],
        "private-dns-name" => (_, shown) => [shown.PrivateDnsName],
        "private-ip-address" => (_, shown) => [shown.PrivateIp],
        "client-token" => (server, _) => [server.Launch.ClientToken],
        "instance.group-name" => (_, shown) => shown.SecurityGroups,
        "instance.group-id" => (server, shown) => shown.SecurityGroups.IsEmpty ? [] : server.Launch.SecurityGroupIds ?? [],
        "tag-key" => (_, shown) => shown.Tags.Keys,
        _ when name.StartsWith("tag:", StringComparison.Ordinal) => (_, shown) => [shown.Tags.GetValueOrDefault(name[4..])],
        _ => throw Ec2Errors.InvalidValue($"The filter '{name}' is invalid"),
    };
}
