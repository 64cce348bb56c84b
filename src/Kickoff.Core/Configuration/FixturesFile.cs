using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Kickoff.Core.Classification;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Scaling;
using NodaTime.Text;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>Reads fixtures.yml: where fixtures come from, and what names and times in them mean.</summary>
public static class FixturesFile
{
    private static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("H':'mm");

    /// <summary>Throws ConfigurationException with every fault.</summary>
    public static FixtureSettings Read(string file, string text)
    {
        var faults = new FaultList(file);
        var settings = FixtureSettings.None;
        if (YamlFile.Read(text, faults) is { } root)
        {
            var top = new Section("fixtures", root, faults);
            settings = new FixtureSettings
            {
                Sources = Sources(top, faults),
                Names = Names(top),
                KnockoutCompetitions = Competitions(top),
                UnknownKickoff = Hours(top),
                Print = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16],
            };
            top.Close();
        }

        faults.ThrowIfAny();
        return settings;
    }

    private static ImmutableArray<FixtureSource> Sources(Section top, FaultList faults)
    {
        var sources = ImmutableArray.CreateBuilder<FixtureSource>();
        if (top.Child("sources", required: false) is not { } section)
        {
            return [];
        }

        foreach (var (name, key, value) in section.Entries)
        {
            if (value is YamlMappingNode mapping)
            {
                if (FixtureSourceReader.Read(name, key, new Section(name, mapping, faults)) is { } source)
                {
                    sources.Add(source);
                }
            }
            else
            {
                section.Fault(value, $"'{name}' is a source: {{url: https://…, zone: …, competition: …}}");
            }
        }

        return sources.ToImmutable();
    }

    private static TeamNames Names(Section top)
    {
        if (top.Child("teams", required: false) is not { } section)
        {
            return TeamNames.None;
        }

        var teams = new List<KeyValuePair<string, ImmutableArray<string>>>();
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, key, _) in section.Entries)
        {
            var others = section.Texts(name, "other names of the team", other => other.Length > 0);
            teams.Add(KeyValuePair.Create(name, others));
            foreach (var each in others.Prepend(name).Select(NameFold.Of).Distinct(StringComparer.Ordinal))
            {
                if (!owners.TryAdd(each, name))
                {
                    section.Fault(key, $"'{each}' is a name of {owners[each]} and of {name}; case and accents do not matter");
                }
            }
        }

        return new TeamNames(teams);
    }

    private static ImmutableDictionary<string, bool> Competitions(Section top)
    {
        var knockout = ImmutableDictionary.CreateBuilder<string, bool>(StringComparer.Ordinal);
        if (top.Child("competitions", required: false) is { } section)
        {
            foreach (var (name, _, value) in section.Entries)
            {
                if (value is not YamlMappingNode mapping)
                {
                    section.Fault(value, $"'{name}' is {{knockout: true}} or {{knockout: false}}");
                    continue;
                }

                var competition = section.Item(name, mapping);
                if (competition.Truth("knockout") is { } said)
                {
                    knockout[NameFold.Of(name)] = said;
                }

                competition.Close();
            }
        }

        return knockout.ToImmutable();
    }

    private static PlayingHours Hours(Section top)
    {
        if (top.Text("unknown_kickoff", required: false) is not { } text)
        {
            return PlayingHours.NoonToEleven;
        }

        if (text.Split('-') is [var from, var until] && Hour.Parse(from.Trim()).TryGetValue(default, out var begin)
            && Hour.Parse(until.Trim()).TryGetValue(default, out var end) && begin != end)
        {
            return new PlayingHours(begin, end);
        }

        top.Fault(top.Find("unknown_kickoff")!, "'unknown_kickoff' is from when until when, such as \"12:00-23:00\"");
        return PlayingHours.NoonToEleven;
    }

    /// <summary>Null where the key is not there.</summary>
    internal static bool? Truth(this Section section, string key)
    {
        switch (section.Find(key))
        {
            case null:
                return null;
            case YamlScalarNode scalar when BareScalar.Read(scalar.Value ?? "") is Value.Boolean { Is: var truth }:
                return truth;
            case var other:
                section.Fault(other, $"'{key}' is true or false");
                return null;
        }
    }
}
