namespace Kickoff.Local.Api;

/// <summary>One route of an HTTP API: a method, and a path in which <c>{name}</c> stands for one segment.</summary>
public sealed record ApiRoute(string Method, string Path)
{
    /// <summary>API Gateway's name for it, <c>GET /nodes/{certname}</c>.</summary>
    public string Key => $"{Method} {Path}";

    /// <summary>The values of the path's parameters; null when this is not the route.</summary>
    public IReadOnlyDictionary<string, string>? Match(string method, string path)
    {
        var (wanted, given) = (Path.Split('/'), path.Split('/'));
        if (method != Method || wanted.Length != given.Length)
        {
            return null;
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (pattern, segment) in wanted.Zip(given))
        {
            if (pattern is ['{', .. var name, '}'] && segment.Length > 0)
            {
                parameters[name] = Uri.UnescapeDataString(segment);
            }
            else if (pattern != segment)
            {
                return null;
            }
        }

        return parameters;
    }
}
