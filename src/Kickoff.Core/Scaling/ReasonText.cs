using System.Globalization;

namespace Kickoff.Core.Scaling;

/// <summary>What others say of many servers, in few words.</summary>
internal static class ReasonText
{
    private const int Most = 3;

    /// <summary>After a colon, each with how many have it, the most frequent first; nothing where there is none.</summary>
    public static string After(IEnumerable<string?> reasons)
    {
        var counted = reasons.OfType<string>().CountBy(reason => reason, StringComparer.Ordinal)
            .OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal).Take(Most)
            .Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value} x {reason.Key}")).ToArray();
        return counted.Length == 0 ? "" : $": {string.Join("; ", counted)}";
    }
}
