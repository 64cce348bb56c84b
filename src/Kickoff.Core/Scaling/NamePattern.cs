namespace Kickoff.Core.Scaling;

/// <summary>A folded name of a rule; <c>*</c> in it stands for any characters, also none.</summary>
internal sealed class NamePattern(string text)
{
    /// <summary>No folded name has it: what stands for any text is matched by a star only.</summary>
    private const char AnyText = '\uFFFF';

    /// <summary>What stands between the stars; null where there is none.</summary>
    private readonly string[]? _parts = text.Contains('*', StringComparison.Ordinal) ? text.Split('*') : null;

    public bool IsName => _parts is null;

    public bool Matches(string name)
    {
        if (_parts is null)
        {
            return string.Equals(text, name, StringComparison.Ordinal);
        }

        if (name.Length < _parts[0].Length + _parts[^1].Length
            || !name.StartsWith(_parts[0], StringComparison.Ordinal)
            || !name.EndsWith(_parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var rest = name.AsSpan(_parts[0].Length, name.Length - _parts[0].Length - _parts[^1].Length);
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }

    /// <summary>Every name that the other matches.</summary>
    public bool Covers(NamePattern other) => Matches(other.Sample);

    private string Sample => text.Replace('*', AnyText);
}
