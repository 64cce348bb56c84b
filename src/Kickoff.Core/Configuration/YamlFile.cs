using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>A YAML file's one mapping, or the fault and line where it is none.</summary>
internal static class YamlFile
{
    public static YamlMappingNode? Read(string text, FaultList faults)
    {
        if (Events(text, faults) is not { } events)
        {
            return null;
        }

        var stream = new YamlStream();
        var replay = new Replay(events);
        try
        {
            stream.Load(replay);
        }
        catch (YamlException error)
        {
            faults.Add((int)error.Start.Line, $"not YAML: {error.InnerException?.Message ?? error.Message}");
            return null;
        }
        catch (ArgumentException)
        {
            // What YamlDotNet throws where a value's name is missing: a line that is a colon.
            faults.Add(BareColon(text) ?? (int)(replay.Current?.Start.Line ?? 1), "not YAML: a name is missing before ':'");
            return null;
        }

        if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
        {
            return root;
        }

        faults.Add(
            1, stream.Documents.Count > 1 ? "one YAML document is expected, and here are several" : "a mapping (name: …) is expected");
        return null;
    }

    private static List<ParsingEvent>? Events(string text, FaultList faults)
    {
        using var reader = new StringReader(text);
        var scanner = new Scanner(reader, skipComments: true);
        var parser = new Parser(scanner);
        var bounds = new YamlBounds();
        var events = new List<ParsingEvent>();
        try
        {
            while (parser.MoveNext())
            {
                if (bounds.Fault(parser.Current!) is { } fault)
                {
                    faults.Add((int)parser.Current!.Start.Line, fault);
                    return null;
                }

                events.Add(parser.Current!);
            }

            return events;
        }
        catch (YamlException error)
        {
            // Of a tab it gives the place where what came before began.
            var line = error.Message.Contains(" tab ", StringComparison.Ordinal) ? scanner.CurrentPosition.Line : error.Start.Line;
            faults.Add((int)line, $"not YAML: {error.InnerException?.Message ?? error.Message}");
        }
        catch (ArgumentException)
        {
            // What YamlDotNet throws for a tag that is no URI, and for \U and a number that is no character's.
            faults.Add((int)scanner.CurrentPosition.Line, "not YAML: a tag (!…) or an escaped character (\\U…) that there is not");
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet throws for an unclosed [ or { in block context.
            faults.Add((int)scanner.CurrentPosition.Line, "not YAML: a bracket or brace that is not closed on its line");
        }

        return null;
    }

    private static int? BareColon(string text)
    {
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            line++;
            if (content.TrimStart() is [':', ..])
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>The events again, for the reader that makes nodes of them.</summary>
    private sealed class Replay(List<ParsingEvent> events) : IParser
    {
        private int _at = -1;

        public ParsingEvent? Current => _at >= 0 && _at < events.Count ? events[_at] : null;

        public bool MoveNext() => ++_at < events.Count;
    }
}
