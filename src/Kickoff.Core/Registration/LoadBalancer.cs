using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kickoff.Core.Registration;

/// <summary>Something a server can be registered at. Closed: a classic load balancer or a target group.</summary>
public abstract record LoadBalancer
{
    private protected LoadBalancer()
    {
    }

    /// <summary>Unique and stable: the ledger's sort key is <c>membership#</c> and this.</summary>
    public abstract string Key { get; }

    public sealed override string ToString() => Key;

    public static bool TryParseKey(string key, [NotNullWhen(true)] out LoadBalancer? loadBalancer)
    {
        loadBalancer = null;
        if (key.StartsWith("classic/", StringComparison.Ordinal) && key.Length > 8)
        {
            loadBalancer = new ClassicLoadBalancer(key[8..]);
        }
        else if (key.StartsWith("target-group/", StringComparison.Ordinal) && key.Length > 13)
        {
            var rest = key[13..];
            var at = rest.LastIndexOf('@');
            if (at < 0)
            {
                loadBalancer = new TargetGroup(rest, null);
            }
            else if (int.TryParse(rest.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                loadBalancer = new TargetGroup(rest[..at], port);
            }
        }

        return loadBalancer is not null;
    }
}

/// <summary>A classic load balancer, by name (Puppet parameter <c>loadbalancer_name</c>).</summary>
public sealed record ClassicLoadBalancer(string Name) : LoadBalancer
{
    public override string Key => $"classic/{Name}";
}

/// <summary>
/// A target group of instance targets, by ARN (Puppet parameter <c>target_group_arn</c>); without a port, the group's own.
/// </summary>
public sealed record TargetGroup(string Arn, int? Port) : LoadBalancer
{
    public override string Key =>
        Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"target-group/{Arn}@{port}") : $"target-group/{Arn}";
}
