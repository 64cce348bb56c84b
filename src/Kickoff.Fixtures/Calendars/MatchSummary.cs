using System.Globalization;
using System.Text.RegularExpressions;
using Kickoff.Core.Fixtures;

namespace Kickoff.Fixtures.Calendars;

/// <summary>
/// Who plays, from an event's summary as people write them: "A v B", "A vs. B", "A - B", "A 2-1 B", "B @ A", "B at A" (the home team
/// second, as in America), with signs, a competition, a place or a status before or behind. Away is empty where no two teams are named.
/// </summary>
internal sealed partial record MatchSummary(string Home, string Away, FixtureStatus? Status)
{
    private static readonly string[] Around = [" | ", " – ", " — ", " - ", ": ", " · ", " • ", " / ", "; "];

    public static MatchSummary Read(string summary, string? place)
    {
        var text = WithoutSigns(summary);
        var status = TakeStatus(ref text);
        text = Bracketed().Replace(text, "").Trim();
        if (Result().Match(text) is { Success: true } result)
        {
            return new(LastPart(result.Groups["home"].Value), FirstPart(result.Groups["away"].Value), status ?? FixtureStatus.Finished);
        }

        if (Versus().Match(text) is { Success: true } versus)
        {
            return new(LastPart(versus.Groups["home"].Value), FirstPart(versus.Groups["away"].Value), status);
        }

        if (At().Match(text) is { Success: true } at && !IsPlace(at.Groups["home"].Value, place))
        {
            return new(FirstPart(at.Groups["home"].Value), LastPart(at.Groups["away"].Value), status);
        }

        // What stands before a colon is no team of a dash.
        var dash = Dash().Match(WithoutPrefix(text));
        return dash.Success
            ? new(dash.Groups["home"].Value.Trim(), FirstPart(dash.Groups["away"].Value), status)
            : new(text.Length > 0 ? text : summary.Trim(), "", status);
    }

    /// <summary>"Concert at Wembley", where the event's LOCATION is Wembley.</summary>
    private static bool IsPlace(string name, string? place) =>
        place is not null && NameFold.Of(place).Contains(NameFold.Of(name), StringComparison.Ordinal);

    private static string WithoutPrefix(string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 ? text[(colon + 2)..] : text;
    }

    /// <summary>"Premier League: Arsenal" and "Premier League - Arsenal" before a v.</summary>
    private static string LastPart(string text)
    {
        foreach (var around in Around)
        {
            var at = text.LastIndexOf(around, StringComparison.Ordinal);
            text = at >= 0 && at + around.Length < text.Length ? text[(at + around.Length)..] : text;
        }

        return text.Trim();
    }

    /// <summary>"Chelsea, Emirates Stadium", "Chelsea (Premier League)" and "Chelsea | Premier League" behind it.</summary>
    private static string FirstPart(string text)
    {
        foreach (var around in Around.Append(", "))
        {
            var at = text.IndexOf(around, StringComparison.Ordinal);
            text = at > 0 ? text[..at] : text;
        }

        return BehindInBrackets().Replace(text, "").Trim();
    }

    private static FixtureStatus? TakeStatus(ref string text)
    {
        if (StatusWords().Match(text) is not { Success: true } match || StatusWord.Read(match.Groups["word"].Value) is not { } status)
        {
            return null;
        }

        text = text.Remove(match.Index, match.Length).Trim();
        return status;
    }

    /// <summary>Emoji and other signs at either end.</summary>
    private static string WithoutSigns(string text)
    {
        int from = 0, until = text.Length;
        while (from < until && IsSign(text[from]))
        {
            from++;
        }

        while (until > from && IsSign(text[until - 1]))
        {
            until--;
        }

        return text[from..until];
    }

    private static bool IsSign(char character) => char.IsWhiteSpace(character) || char.IsSurrogate(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.OtherSymbol or UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;

    [GeneratedRegex(@"\A(?<home>.{2,100}?)\s+\(?(\d{1,2})\s?[-–:]\s?(\d{1,2})\)?\s+(?<away>.{2,100})\z")]
    private static partial Regex Result();

    [GeneratedRegex(@"\A(?<home>.{2,150}?)\s+(?:v|vs|v\.|vs\.|versus|x|gegen|contra)\s+(?<away>.{2,150})\z", RegexOptions.IgnoreCase)]
    private static partial Regex Versus();

    /// <summary>Two names, each with a capital: "Training at noon" has none behind it.</summary>
    [GeneratedRegex(@"\A(?<away>[\p{Lu}\d].{1,150}?)\s+(?:@|at)\s+(?<home>[\p{Lu}\d].{1,150})\z")]
    private static partial Regex At();

    [GeneratedRegex(@"\A(?<home>.{2,150}?)\s+[-–—]\s+(?<away>.{2,150})\z")]
    private static partial Regex Dash();

    [GeneratedRegex(@"\A(\s*[\[(][^\])]{1,60}[\])])+|\s*\[[^\]]{1,60}\]\s*\z")]
    private static partial Regex Bracketed();

    /// <summary>"(W)" and "(2)" belong to a name.</summary>
    [GeneratedRegex(@"\s*\([^)]{4,80}\)\s*\z")]
    private static partial Regex BehindInBrackets();

    [GeneratedRegex(
        @"(\A[\[(]?(?<word>postponed|cancelled|canceled|abandoned|suspended|ft|aet|verlegt|abgesagt|aplazado)[\])]?\s*[:–—-]?\s+)"
        + @"|(\s+[–—-]?\s*[\[(]?(?<word>postponed|cancelled|canceled|abandoned|suspended|verlegt|abgesagt|aplazado)[\])]?\z)",
        RegexOptions.IgnoreCase)]
    private static partial Regex StatusWords();
}
