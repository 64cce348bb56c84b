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
    private readonly List<string> _patterns = [];

    private InstanceFilter(Filter filter)
    {
        _facts = Facts(filter.Name);
        foreach (var value in filter.Values ?? [])
        {
            if (value.AsSpan().ContainsAny('*', '?', '\\'))
            {
                _patterns.Add(value);
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

    public bool Passes(Ec2Instance server, Server shown)
    {
        foreach (var fact in _facts(server, shown))
        {
            if (fact is not null && (_plain.Contains(fact) || _patterns.Exists(pattern => Matches(pattern, fact))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A backslash makes the next character mean itself: a question mark too, which FileSystemName does not see to. Also of DescribeImages.
    /// </summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // Where the last * stands, and how far it reaches.
        var (star, reach) = (-1, 0);
        var (at, letter) = (0, 0);
        while (letter < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, reach) = (at++, letter);
            }
            else if (Width(pattern[at..], text[letter]) is > 0 and var width)
            {
                (at, letter) = (at + width, letter + 1);
            }
            else if (star >= 0)
            {
                (at, letter) = (star + 1, ++reach);
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart('*').IsEmpty;
    }

    /// <summary>With how many characters the pattern stands for this letter; with none: for another.</summary>
    private static int Width(ReadOnlySpan<char> pattern, char letter) =>
        pattern is ['\\', var literal, ..] ? literal == letter ? 2 : 0
        : pattern is [var one, ..] && (one == '?' || one == letter) ? 1
        : 0;

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
