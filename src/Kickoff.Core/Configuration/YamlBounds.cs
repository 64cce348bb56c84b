using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kickoff.Core.Configuration;

/// <summary>
/// What a file must keep to before nodes are made of it, which is done by recursion: no depth that would end the process, no alias of
/// nothing or of what it stands in, no few lines of aliases that stand for millions of values. It looks at one event after another, so
/// that reading ends where a bound is passed.
/// </summary>
internal sealed class YamlBounds
{
    /// <summary>Deeper than any configuration needs.</summary>
    private const int Deepest = 64;

    /// <summary>With aliases written out.</summary>
    private const int MostValues = 200_000;

    private readonly Stack<(AnchorName Anchor, long ValuesBefore)> _open = new();
    private readonly Dictionary<AnchorName, long> _sizes = [];
    private long _values;

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Fault(ParsingEvent next)
    {
        switch (next)
        {
            case MappingStart or SequenceStart:
                _open.Push((((NodeEvent)next).Anchor, _values));
                return _open.Count > Deepest ? string.Create(CultureInfo.InvariantCulture, $"nested deeper than {Deepest} levels") : null;
            case MappingEnd or SequenceEnd:
                var (anchor, before) = _open.Pop();
                _values++;
                Remember(anchor, _values - before);
                break;
            case Scalar scalar:
                _values++;
                Remember(scalar.Anchor, 1);
                break;
            case AnchorAlias alias when _open.Any(around => around.Anchor == alias.Value):
                return $"*{alias.Value} stands inside what it names";
            case AnchorAlias alias when !_sizes.ContainsKey(alias.Value):
                return $"*{alias.Value} names nothing above it";
            case AnchorAlias alias:
                _values += _sizes[alias.Value];
                break;
            default:
                break;
        }

        return _values > MostValues
            ? string.Create(CultureInfo.InvariantCulture, $"more than {MostValues} values, aliases written out")
            : null;
    }

    private void Remember(AnchorName anchor, long size)
    {
        if (!anchor.IsEmpty)
        {
            _sizes[anchor] = size;
        }
    }
}
