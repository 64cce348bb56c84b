using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Kickoff.Core.Fixtures.Sources;

namespace Kickoff.Core.Fixtures.Feed;

/// <summary>
/// Puts secrets where fixtures.yml names them: {ssm:…} in a url, or as all of it (a private calendar's), and ssm:… as a header's value.
/// </summary>
public sealed partial class SourceSecrets(ISecrets secrets)
{
    private const string Parameter = "ssm:/kickoff/STACK/secrets/";

    /// <summary>The request, or why a secret of it cannot be had.</summary>
    public async Task<(SourceRequest? Request, string Reason)> FillAsync(
        FixtureSource source, string? etag, string? lastModified, CancellationToken cancel)
    {
        var address = new StringBuilder();
        var at = 0;
        foreach (Match place in InUrl().Matches(source.Address))
        {
            var secret = await ReadAsync(place.Groups["name"].Value, cancel);
            if (secret.Value is not { } value)
            {
                return (null, secret.Reason);
            }

            var isAll = place.Length == source.Address.Length;
            if (isAll && !value.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            {
                return (null, $"the secret {place.Groups["name"].Value} is all of the url, and does not begin with https://");
            }

            // One that is a part stays within the part of the url it stands in.
            address.Append(source.Address, at, place.Index - at).Append(isAll ? value : Uri.EscapeDataString(value));
            at = place.Index + place.Length;
        }

        address.Append(source.Address, at, source.Address.Length - at);
        var headers = source.Headers.ToBuilder();
        foreach (var (header, value) in source.Headers)
        {
            if (!value.StartsWith(Parameter, StringComparison.Ordinal))
            {
                continue;
            }

            var secret = await ReadAsync(value[Parameter.Length..], cancel);
            if (secret.Value is null)
            {
                return (null, secret.Reason);
            }

            headers[header] = secret.Value;
        }

        return (new SourceRequest(address.ToString(), headers.ToImmutable(), etag, lastModified), "");
    }

    private async Task<Secret> ReadAsync(string name, CancellationToken cancel)
    {
        var secret = await secrets.ReadAsync(name, cancel);
        // Who pastes one in pastes the end of its line too.
        return secret.Value?.Trim() switch
        {
            null => new Secret(null, $"the secret {name} cannot be had: {secret.Reason}"),
            "" => new Secret(null, $"the secret {name} is empty"),
            var value when value.Any(character => character is < ' ' or > '~') =>
                new Secret(null, $"the secret {name} has other characters than printable ASCII in it"),
            var value => new Secret(value, ""),
        };
    }

    [GeneratedRegex(@"\{ssm:/kickoff/STACK/secrets/(?<name>[A-Za-z0-9_.-]{1,128})\}")]
    private static partial Regex InUrl();
}
