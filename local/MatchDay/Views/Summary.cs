using Kickoff.MatchDay.Facts;
using Spectre.Console;

namespace Kickoff.MatchDay.Views;

/// <summary>What was checked, each with its measure.</summary>
internal static class Summary
{
    public static void Write(IAnsiConsole console, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
        {
            var mark = fact.Holds ? "[green]holds [/]" : "[red]FAILED[/]";
            console.MarkupLine($"{mark} {Markup.Escape(fact.Claim)}");
            console.MarkupLine($"       [grey]{Markup.Escape(fact.Measured)}[/]");
        }
    }
}
