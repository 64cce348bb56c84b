using System.Text.RegularExpressions;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Classification;

/// <summary>A Puppet certname, and how the server behind it is found.</summary>
public abstract partial record NodeName(string Certname)
{
    /// <summary>
    /// Reads a certname: <c>i-…</c>, alone or as the first label of a resource name, is an instance id; anything else a private DNS name.
    /// Null when it is no certname that Kickoff takes (lower-case letters, digits and . _ -, at most 255 characters: also exactly what
    /// curl signs as AWS does).
    /// </summary>
    public static NodeName? Parse(string? certname)
    {
        if (certname is null || !Form().IsMatch(certname))
        {
            return null;
        }

        var dot = certname.IndexOf('.', StringComparison.Ordinal);
        return InstanceId.TryParse(dot < 0 ? certname : certname[..dot], out var id)
            ? new OfInstance(certname, id)
            : new PrivateDns(certname);
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,254}\z")]
    private static partial Regex Form();

    /// <summary>The recommended certname.</summary>
    public sealed record OfInstance(string Certname, InstanceId Id) : NodeName(Certname);

    /// <summary>As in 2012. EC2 gives the name of an ended server to another.</summary>
    public sealed record PrivateDns(string Certname) : NodeName(Certname);
}
