using System.Text.RegularExpressions;

namespace Kickoff.Core.Fixtures;

/// <summary>
/// The stage that a source's own words for a round name: "Round of 16", LAST_16, "Finals, Final", Achtelfinale, Cuartos de final, "1/8".
/// Null where they name none, as "1. Runde" of a cup does not: how many are left it does not say.
/// </summary>
public static partial class StageText
{
    public static Stage? Read(string? round)
    {
        if (string.IsNullOrWhiteSpace(round))
        {
            return null;
        }

        var text = NameFold.Of(round.Replace('_', ' '));
        return ThirdPlace().IsMatch(text) ? Stage.ThirdPlace
            : SemiFinal().IsMatch(text) ? Stage.SemiFinal
            : QuarterFinal().IsMatch(text) ? Stage.QuarterFinal
            : OfTeamsLeft(text) is { } left ? left
            : Group().IsMatch(text) ? Stage.Group
            : Qualifying().IsMatch(text) ? Stage.Qualifying
            : PlayOff().IsMatch(text) ? Stage.PlayOff
            : League().IsMatch(text) ? Stage.League
            : Final().IsMatch(text) ? Stage.Final
            : null;
    }

    private static Stage? OfTeamsLeft(string text)
    {
        if (RoundOf().Match(text) is { Success: true } match)
        {
            return match.Groups["teams"].Value switch
            {
                "128" => Stage.RoundOf128,
                "64" => Stage.RoundOf64,
                "32" => Stage.RoundOf32,
                "16" => Stage.RoundOf16,
                "8" => Stage.QuarterFinal,
                _ => Stage.SemiFinal,
            };
        }

        return Eighth().IsMatch(text) ? Stage.RoundOf16
            : Sixteenth().IsMatch(text) ? Stage.RoundOf32
            : ThirtySecond().IsMatch(text) ? Stage.RoundOf64
            : null;
    }

    [GeneratedRegex(
        @"\b(third|3rd)[ -]place|match for third|platz (3|drei)\b|kleines finale|tercer (y cuarto )?(puesto|lugar)"
        + @"|troisieme place|terzo posto|terceiro lugar|bronze")]
    private static partial Regex ThirdPlace();

    [GeneratedRegex(@"\bsemi|halbfinal|demi-? ?final|\b1/2\b")]
    private static partial Regex SemiFinal();

    [GeneratedRegex(@"\bquarter|viertelfinal|\bcuartos\b|\bquarts?\b|\bquarti\b|\bquartas\b|\b1/4\b")]
    private static partial Regex QuarterFinal();

    [GeneratedRegex(@"\b(round of|last|letzte[nr]?|ronda de|ultimos) ?(?<teams>128|64|32|16|8|4)\b")]
    private static partial Regex RoundOf();

    [GeneratedRegex(@"\beighth-? ?final|achtelfinal|\boctavos\b|\boitavas\b|\bhuitieme|\bottavi\b|\b1/8\b")]
    private static partial Regex Eighth();

    [GeneratedRegex(@"sixteenth-? ?final|sechzehntelfinal|\bdieciseisavos\b|\bseizieme|\bsedicesimi\b|\b1/16\b")]
    private static partial Regex Sixteenth();

    [GeneratedRegex(@"zweiunddreissigstelfinal|\btreintaidosavos\b|\btrentaduesimi\b|\b1/32\b")]
    private static partial Regex ThirtySecond();

    [GeneratedRegex(@"\bgroup|\bgruppen?\b|\bgruppenphase\b|\bgrupos?\b|\bgroupes?\b|\bgironi?\b")]
    private static partial Regex Group();

    [GeneratedRegex(@"\bqualif|\bpreliminary\b|\bvorrunde|\bquali\b|\beliminatorias?\b|\bfase previa\b|\bprevia\b")]
    private static partial Regex Qualifying();

    [GeneratedRegex(@"\bplay-? ?offs?\b|\brelegation (match|tie)|\brepechaje\b|\bbarrages?\b|\bspareggio\b|\bknockout\b")]
    private static partial Regex PlayOff();

    [GeneratedRegex(
        @"\bmatch ?day\b|\bmatch ?week\b|\bgame ?week\b|\bweek \d|spieltag|\bjornada\b|\bjournee\b|\bgiornata\b"
        + @"|\brodada\b|\bspeelronde\b|\bregular season\b|\bleague (stage|phase)\b|\bligaphase\b|\bapertura\b|\bclausura\b"
        + @"|\b(championship|relegation)( round)?\b")]
    private static partial Regex League();

    /// <summary>As a whole word of the last part: "Finals, Final" is one, "Finals, Group A" and "Final day" are none.</summary>
    [GeneratedRegex(@"(\A|[,:|/–—-] ?)(the |grand |gran |cup |super cup )?(final|finale|finals|endspiel)\z")]
    private static partial Regex Final();
}
