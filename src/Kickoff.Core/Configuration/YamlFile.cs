using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>A YAML file's one mapping, or the fault and line where it is none.</summary>
internal static class YamlFile
{
    /// <summary>Deeper than any fleet needs; YamlDotNet's own recursion would end the process at some tens of thousands.</summary>
    private const int Deepest = 64;

    public static YamlMappingNode? Read(string text, FaultList faults)
    {
        if (TooDeep(text) is { } line)
        {
            faults.Add(line, $"nested deeper than {Deepest} levels");
            return null;
        }

        using var reader = new StringReader(text);
        var scanner = new Scanner(reader, skipComments: true);
        var stream = new YamlStream();
        try
        {
            stream.Load(new Parser(scanner));
        }
        catch (YamlException error)
        {
            faults.Add((int)error.Start.Line, $"not YAML: {error.InnerException?.Message ?? error.Message}");
            return null;
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet throws for an unclosed [ or { in block context.
            faults.Add((int)scanner.CurrentPosition.Line, "not YAML: a bracket or brace that is not closed on its line");
            return null;
        }

        if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
        {
            return root;
        }

        faults.Add(1, stream.Documents.Count > 1 ? "one YAML document is expected, and here are several" : "a mapping (name: …) is expected");
        return null;
    }

    /// <summary>The line on which flow or block nesting passes the bound, judged by brackets and indentation alone.</summary>
    private static int? TooDeep(string text)
    {
        int line = 1, open = 0, indent = 0;
        var lineStart = true;
        foreach (var character in text)
        {
            switch (character)
            {
                case '\n':
                    line++;
                    indent = 0;
                    lineStart = true;
                    continue;
                case ' ' or '-' or '?' when lineStart:
                    indent++;
                    break;
                case '[' or '{':
                    open++;
                    lineStart = false;
                    break;
                case ']' or '}':
                    open = Math.Max(0, open - 1);
                    break;
                default:
                    lineStart = false;
                    break;
            }

            if (open > Deepest || (lineStart && indent > Deepest * 8))
            {
                return line;
            }
        }

        return null;
    }
}
