using System.Text.Json;

namespace Kickoff.Fixtures;

/// <summary>Whose JSON it is, told by the names in it.</summary>
internal static class JsonFormats
{
    /// <summary>Null for nobody's.</summary>
    public static ImportResult? Read(JsonElement root, byte[] bytes, Rows rows)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            var first = root.FirstObject();
            if (first.Either("matchDateTimeUTC", "MatchDateTimeUTC") is not null || first.Either("matchID", "MatchID") is not null)
            {
                OpenLigaDb.Read(root, new JsonLines(bytes, null), rows);
                return rows.Result("OpenLigaDB JSON");
            }

            FixtureDownloadJson.Read(root, new JsonLines(bytes, null), rows);
            return rows.Result("fixturedownload JSON");
        }

        if (root.Member("matches") is { ValueKind: JsonValueKind.Array } matches)
        {
            var lines = new JsonLines(bytes, "matches");
            if (matches.FirstObject().Member("utcDate") is not null)
            {
                FootballData.Read(root, matches, lines, rows);
                return rows.Result("football-data.org v4");
            }

            OpenFootball.Read(root, matches, lines, rows);
            return rows.Result("openfootball JSON");
        }

        if (root.Member("rounds") is { ValueKind: JsonValueKind.Array } rounds)
        {
            OpenFootball.ReadRounds(root, rounds, new JsonLines(bytes, "rounds"), rows);
            return rows.Result("openfootball JSON, by rounds");
        }

        return ReadAnswer(root, bytes, rows);
    }

    private static ImportResult? ReadAnswer(JsonElement root, byte[] bytes, Rows rows)
    {
        if (root.Member("utcDate") is not null && root.Member("homeTeam") is not null)
        {
            FootballData.ReadOne(root, rows);
            return rows.Result("football-data.org v4, one match", isPart: true);
        }

        // v2's one match, with what the two teams did before beside it.
        if (root.Member("match") is { } match && match.Member("utcDate") is not null && match.Member("homeTeam") is not null)
        {
            FootballData.ReadOne(match, rows);
            return rows.Result("football-data.org v2, one match", isPart: true);
        }

        if (root.Member("response") is { ValueKind: JsonValueKind.Array } response)
        {
            ApiFootball.Read(root, response, new JsonLines(bytes, "response"), rows);
            return rows.Result("API-Football JSON");
        }

        foreach (var list in TheSportsDb.Lists)
        {
            if (root.Member(list) is { ValueKind: JsonValueKind.Array } events)
            {
                TheSportsDb.Read(events, new JsonLines(bytes, list), rows);
                return rows.Result("TheSportsDB JSON");
            }
        }

        // football-data.org's, and others', way to say no.
        return root.Text("message") is { Length: > 0 } message
            && (root.Member("errorCode") ?? root.Member("error") ?? root.Member("status")) is not null
            ? throw new FixtureFileException($"it is no list of matches but an error: {CleanText.Of(message)}")
            : null;
    }

    private static JsonElement FirstObject(this JsonElement list)
    {
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                return item;
            }
        }

        return default;
    }
}
