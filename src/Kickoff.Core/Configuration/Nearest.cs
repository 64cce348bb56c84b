namespace Kickoff.Core.Configuration;

/// <summary>What somebody who mistyped a name probably meant.</summary>
public static class Nearest
{
    /// <summary>The nearest of the names, when it is near enough to be worth saying; else null.</summary>
    public static string? To(string typed, IEnumerable<string> names)
    {
        var nearest = names.Select(name => (name, distance: Distance(typed, name))).OrderBy(pair => pair.distance).FirstOrDefault();
        return nearest.name is not null
            && nearest.distance <= (
                Math.Min(typed.Length, nearest.name.Length) < 4 ? 1 : Math.Max(2, Math.Min(typed.Length, nearest.name.Length) / 3))
                ? nearest.name
                : null;
    }

    /// <summary>"; did you mean X?" or nothing.</summary>
    public static string Hint(string typed, IEnumerable<string> names) => To(typed, names) is { } name ? $"; did you mean '{name}'?" : "";

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
