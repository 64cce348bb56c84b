using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Kickoff.Cli;

/// <summary>Answers for people or, with --json, for scripts. Plain where the output is no terminal.</summary>
internal sealed class Output(bool json)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public bool IsJson => json;

    public static bool IsTerminal => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    public void Json(JsonNode node)
    {
        if (!json)
        {
            return;
        }

        using var stream = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            node.WriteTo(writer);
        }

        stream.WriteByte((byte)'\n');
    }

    public void Line(string text = "")
    {
        if (!json)
        {
            Console.Out.WriteLine(Printable.Of(text));
        }
    }

    /// <summary>Columns aligned with two spaces between them; the last is not cut.</summary>
    public void Table(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (json)
        {
            return;
        }

        if (IsTerminal)
        {
            var table = new Table().Border(TableBorder.Rounded);
            foreach (var column in header)
            {
                table.AddColumn(Markup.Escape(column));
            }

            foreach (var row in rows)
            {
                table.AddRow([.. row.Select(Printable.Of).Select(Markup.Escape)]);
            }

            AnsiConsole.Write(table);
            return;
        }

        var widths = header.Select((column, index) => Math.Max(column.Length, rows.Select(row => row[index].Length).DefaultIfEmpty().Max()))
            .ToArray();
        foreach (var row in rows.Prepend(header))
        {
            Console.Out.WriteLine(Printable.Of(
                string.Join("  ", row.Select((cell, index) => index == row.Count - 1 ? cell : cell.PadRight(widths[index]))).TrimEnd()));
        }
    }

    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> node) => new([.. items.Select(node)]);
}
