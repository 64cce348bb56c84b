using Kickoff.Core.Fixtures;

namespace Kickoff.Core.Tests.Fixtures;

/// <summary>
/// Words for rounds as sources have them: football-data.org (https://docs.football-data.org/general/v4/lookup_tables.html, Stage),
/// openfootball, OpenLigaDB, API-Football, clubs' calendars.
/// </summary>
public sealed class StageTextTests
{
    [Theory]
    [InlineData("FINAL", Stage.Final)]
    [InlineData("Finals, Final", Stage.Final)]
    [InlineData("Finale", Stage.Final)]
    [InlineData("THIRD_PLACE", Stage.ThirdPlace)]
    [InlineData("Match for third place", Stage.ThirdPlace)]
    [InlineData("3rd Place Final", Stage.ThirdPlace)]
    [InlineData("Spiel um Platz 3", Stage.ThirdPlace)]
    [InlineData("SEMI_FINALS", Stage.SemiFinal)]
    [InlineData("Finals, Semi-finals", Stage.SemiFinal)]
    [InlineData("Halbfinale", Stage.SemiFinal)]
    [InlineData("QUARTER_FINALS", Stage.QuarterFinal)]
    [InlineData("Viertelfinale", Stage.QuarterFinal)]
    [InlineData("Cuartos de final", Stage.QuarterFinal)]
    [InlineData("Quarter-final", Stage.QuarterFinal)]
    [InlineData("LAST_16", Stage.RoundOf16)]
    [InlineData("Round of 16", Stage.RoundOf16)]
    [InlineData("8th Finals, Round of 16", Stage.RoundOf16)]
    [InlineData("Achtelfinale", Stage.RoundOf16)]
    [InlineData("Octavos de Final", Stage.RoundOf16)]
    [InlineData("1/8", Stage.RoundOf16)]
    [InlineData("LAST_32", Stage.RoundOf32)]
    [InlineData("Sechzehntelfinale", Stage.RoundOf32)]
    [InlineData("1/16 finals", Stage.RoundOf32)]
    [InlineData("LAST_64", Stage.RoundOf64)]
    [InlineData("Round of 128", Stage.RoundOf128)]
    [InlineData("GROUP_STAGE", Stage.Group)]
    [InlineData("Group A", Stage.Group)]
    [InlineData("Gruppe D", Stage.Group)]
    [InlineData("Grupo F", Stage.Group)]
    [InlineData("Finals, Group A", Stage.Group)]
    [InlineData("REGULAR_SEASON", Stage.League)]
    [InlineData("LEAGUE_STAGE", Stage.League)]
    [InlineData("Regular Season - 13", Stage.League)]
    [InlineData("Matchday 7", Stage.League)]
    [InlineData("12. Spieltag", Stage.League)]
    [InlineData("Jornada 3", Stage.League)]
    [InlineData("Matchday 38 (final day)", Stage.League)]
    [InlineData("QUALIFICATION_ROUND_1", Stage.Qualifying)]
    [InlineData("PRELIMINARY_ROUND", Stage.Qualifying)]
    [InlineData("PLAYOFFS", Stage.PlayOff)]
    [InlineData("Knockout Round Play-offs", Stage.PlayOff)]
    [InlineData("1. Runde", null)]
    [InlineData("ROUND_1", null)]
    [InlineData("Friendly", null)]
    [InlineData("", null)]
    public void A_rounds_words_name_its_stage(string round, Stage? stage) => Assert.Equal(stage, StageText.Read(round));

    [Fact]
    public void Every_stage_is_found_by_its_own_name() =>
        Assert.All(Enum.GetValues<Stage>(), stage => Assert.Equal(stage, Stages.OfName(stage.Name())));
}
