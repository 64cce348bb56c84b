using System.Text.Json.Nodes;
using Kickoff.Core.Fixtures;

namespace Kickoff.MatchDay;

/// <summary>Matches as football-data.org has them (https://docs.football-data.org/general/v4/match.html): with a status.</summary>
internal static class SourceFile
{
    public static string Write(IEnumerable<Fixture> fixtures) => new JsonObject
    {
        ["matches"] = new JsonArray([.. fixtures.Where(fixture => fixture.Kickoff is not null).Select(Match)]),
    }.ToJsonString();

    private static JsonNode Match(Fixture fixture) => new JsonObject
    {
        ["utcDate"] = fixture.Kickoff!.Value.ToString(),
        ["status"] = Word(fixture.Status),
        ["stage"] = fixture.Stage?.Name().ToUpperInvariant(),
        ["competition"] = new JsonObject { ["name"] = fixture.Competition, ["type"] = fixture.Knockout ? "CUP" : "LEAGUE" },
        ["homeTeam"] = new JsonObject { ["name"] = fixture.Home },
        ["awayTeam"] = new JsonObject { ["name"] = fixture.Away },
    };

    private static string Word(FixtureStatus status) => status switch
    {
        FixtureStatus.InPlay => "IN_PLAY",
        FixtureStatus.ExtraTime => "EXTRA_TIME",
        FixtureStatus.Finished => "FINISHED",
        _ => "TIMED",
    };
}
