using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using NodaTime;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>Reads one source of fixtures.yml.</summary>
internal static partial class FixtureSourceReader
{
    /// <summary>FixtureFeed looks once a minute.</summary>
    private static readonly Duration Least = Duration.FromMinutes(1);

    private static readonly string[] Covers = ["season", "listed"];

    private static readonly string[] OwnHeaders =
        ["host", "content-length", "transfer-encoding", "connection", "if-none-match", "if-modified-since", "accept-encoding", "range"];

    public static FixtureSource? Read(string name, YamlScalarNode key, Section section)
    {
        if (!FixtureSourceFormats.IsNameOfSource(name))
        {
            section.Fault(key,
                $"'{name}': a source's name is 1 to 32 small letters, digits and -, and not a format's or '{OwnFixtures.Source}'");
        }

        var covers = section.Text("covers", required: false);
        if (covers is not null && !Covers.Contains(covers))
        {
            section.Fault(section.Find("covers")!, "'covers' is season (what is missing is not played) or listed (the next few only)");
        }

        var source = new FixtureSource
        {
            Name = name,
            Address = Address(section) ?? "",
            Zone = Zone(section),
            Competition = section.Text("competition", required: false),
            Covers = covers == "listed" ? SourceCover.Listed : SourceCover.Season,
            Every = Time(section, "every", Duration.FromHours(6)),
            Live = Time(section, "live", Duration.FromMinutes(1)),
            Headers = Headers(section),
            Knockout = section.Truth("knockout"),
        };
        section.Close();
        return source;
    }

    private static string? Address(Section section)
    {
        if (section.Text("url") is not { } url)
        {
            return null;
        }

        var plain = Secret().Replace(url, "x");
        var node = section.Find("url")!;
        if (plain.Contains("ssm:", StringComparison.Ordinal))
        {
            section.Fault(node, "a secret in 'url' is {ssm:/kickoff/STACK/secrets/NAME}, and STACK the word itself");
        }
        else if (plain.Contains("://", StringComparison.Ordinal)
            && !(Uri.TryCreate(plain, UriKind.Absolute, out var uri) && uri.Scheme == "https" && uri.UserInfo.Length == 0))
        {
            section.Fault(node, "'url' is an https URL without a user in it, or the path of a file beside fixtures.yml");
        }

        return url;
    }

    private static string? Zone(Section section)
    {
        var zone = section.Text("zone", required: false);
        if (zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
        {
            section.Fault(section.Find("zone")!,
                $"'{zone}' is not an IANA time zone; Europe/Berlin is one{Nearest.Hint(zone, DateTimeZoneProviders.Tzdb.Ids)}");
        }

        return zone;
    }

    private static Duration Time(Section section, string key, Duration otherwise)
    {
        var time = section.Time(key, otherwise);
        if (time < Least || time > Duration.FromDays(7))
        {
            section.Fault(section.Find(key) ?? section.Node, $"'{key}' is from 1m to 7d");
        }

        return time;
    }

    private static ImmutableSortedDictionary<string, string> Headers(Section section)
    {
        var headers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        if (section.Child("headers", required: false) is not { } child)
        {
            return headers.ToImmutable();
        }

        foreach (var (name, key, value) in child.Entries)
        {
            if (!Token().IsMatch(name) || OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                child.Fault(key, $"'{name}' is no header that can be set here");
            }
            else if (child.Text(name) is { } text)
            {
                if (text.Any(character => character is < ' ' or > '~'))
                {
                    child.Fault(value, $"'{name}': a header's value is printable ASCII");
                }
                else if (text.StartsWith("ssm:", StringComparison.Ordinal) && !Secret().IsMatch($"{{{text}}}"))
                {
                    child.Fault(value, $"'{name}': a secret is ssm:/kickoff/STACK/secrets/NAME, and STACK the word itself");
                }
                else
                {
                    headers[name] = text;
                }
            }
        }

        return headers.ToImmutable();
    }

    /// <summary>https://www.rfc-editor.org/rfc/rfc9110#name-tokens.</summary>
    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}\z")]
    private static partial Regex Token();

    /// <summary>
    /// A parameter's name is letters, digits and . - _ /
    /// (https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html).
    /// </summary>
    [GeneratedRegex(@"\{ssm:/kickoff/STACK/secrets/[A-Za-z0-9_.-]{1,128}\}")]
    private static partial Regex Secret();
}
