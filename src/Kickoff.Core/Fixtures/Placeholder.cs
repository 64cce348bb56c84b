using System.Text.RegularExpressions;

namespace Kickoff.Core.Fixtures;

/// <summary>
/// Whether a name stands for a team that is not known yet: "W73", "1A", "3A/B/C/D/F", "Winner Group A", "UEFA Path D winner", "TBD",
/// "Sieger HF 1", "To be announced", nothing.
/// </summary>
public static partial class Placeholder
{
    public static bool Is(string name)
    {
        var folded = NameFold.Of(name);
        return folded.Length == 0 || Form().IsMatch(folded);
    }

    [GeneratedRegex(
        @"\A(\?+|-+|tb[acdi]|t\.b\.[acd]\.?|n\.? ?n\.?|n/a|null|unknown|unbekannt"
        + @"|to be (announced|arranged|confirmed|decided|determined|defined)"
        + @"|not (yet )?(known|decided|determined)|noch (offen|nicht bekannt)|por (definir|determinar|confirmar)|a definir|da definire"
        + @"|[wlvs] ?-?\d{1,3}|\d[a-p]|[a-p]\d|[123][a-p](/[a-p])+|\d{1,2}(st|nd|rd|th) .*(group|place|pot|league).*"
        + @"|.*\b(winners?|losers?|runners?[ -]?up|sieger|gewinner"
        + @"|verlierer|zweiter|ganador|perdedor|vencedor|vainqueur|perdant|vincente|perdente)\b.*"
        + @"|(group|gruppe|grupo|groupe) [a-p] .*|(zweiter|erster|dritter|primero|segundo|tercero) .*(gruppe|grupo) .*"
        + @"|(best )?(third|3rd)[ -]?place.*|(match|game|spiel|partido) \d{1,3}"
        + @"|(team|mannschaft|equipo) ([a-p]|\d{1,3})|qualifier \d+|play-?off .*)\z")]
    private static partial Regex Form();
}
