namespace Kickoff.Core.Fixtures;

/// <summary>How far a competition has come with a fixture, whatever its source calls that; in order.</summary>
public enum Stage
{
    Qualifying,
    League,
    Group,
    PlayOff,
    RoundOf128,
    RoundOf64,
    RoundOf32,
    RoundOf16,
    QuarterFinal,
    SemiFinal,
    ThirdPlace,
    Final,
}

public static class Stages
{
    /// <summary>Who loses is out (or the match is the last): what is level after ninety minutes goes on.</summary>
    public static bool IsKnockout(this Stage stage) => stage is not (Stage.League or Stage.Group);

    /// <summary>As fleet.yml and the command write it: <c>quarter_final</c>, <c>round_of_16</c>.</summary>
    public static string Name(this Stage stage) => stage switch
    {
        Stage.Qualifying => "qualifying",
        Stage.League => "league",
        Stage.Group => "group",
        Stage.PlayOff => "play_off",
        Stage.RoundOf128 => "round_of_128",
        Stage.RoundOf64 => "round_of_64",
        Stage.RoundOf32 => "round_of_32",
        Stage.RoundOf16 => "round_of_16",
        Stage.QuarterFinal => "quarter_final",
        Stage.SemiFinal => "semi_final",
        Stage.ThirdPlace => "third_place",
        _ => "final",
    };

    public static Stage? OfName(string name)
    {
        foreach (var stage in Enum.GetValues<Stage>())
        {
            if (stage.Name() == name)
            {
                return stage;
            }
        }

        return null;
    }

    public static IEnumerable<string> Names => Enum.GetValues<Stage>().Select(Name);
}
