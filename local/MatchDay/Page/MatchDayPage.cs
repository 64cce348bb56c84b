using System.Net;
using System.Text;
using Kickoff.MatchDay.Facts;
using NodaTime;

namespace Kickoff.MatchDay.Page;

/// <summary>The day as one self-contained page: what was planned, what happened, what was checked.</summary>
internal static class MatchDayPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --quiet: #667; --line: #d8dce2;
          --band: #f1e9c8; --serving: #2f8f5b; --launched: #e0b040; --plan: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --paper: #15181c; --quiet: #9aa3ad; --line: #343a42;
          --band: #3a3520; --serving: #3fb374; --launched: #a37b1f; --plan: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink);
          background: var(--paper); }
        h1 { font-size: 1.5rem; line-height: 1.2; margin: .5rem 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        p, li { max-width: 45rem; } .quiet { color: var(--quiet); }
        svg { width: 100%; height: auto; display: block; } svg text { font-size: 12px; fill: var(--quiet); }
        svg .fixture { fill: var(--ink); font-weight: 600; }
        .grid { stroke: var(--line); } .band { fill: var(--band); }
        .planned { fill: none; stroke: var(--plan); stroke-width: 2; stroke-linejoin: round; }
        .serving { fill: var(--serving); } .launched { fill: var(--launched); }
        .key span { display: inline-block; margin-right: 1rem; }
        .key i { display: inline-block; width: .9em; height: .9em; margin-right: .35em; vertical-align: -.1em; border-radius: 2px; }
        ul.facts { list-style: none; padding: 0; }
        ul.facts li { padding: .5rem 0 .5rem 1.8rem; position: relative; border-bottom: 1px solid var(--line); }
        ul.facts li::before { content: "✓"; position: absolute; left: .2rem; color: var(--serving); font-weight: 700; }
        ul.facts li.failed::before { content: "✗"; color: var(--plan); }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
        td.n, th.n { text-align: right; }
        pre { overflow-x: auto; padding: .75rem; border: 1px solid var(--line); border-radius: 6px; font-size: .8rem; }
        """;

    public static string Write(DayPlan plan, Story story, IReadOnlyList<Fact> facts)
    {
        var title = $"{plan.Fixtures[0].Competition}, {plan.Day:uuuu-MM-dd}";
        var page = new StringBuilder();
        page.AppendLine("<!doctype html>").AppendLine(
            "<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.AppendLine($"<title>{Encode(title)}</title><style>{Style}</style></head><body>");
        page.AppendLine($"<h1>{Encode(title)}</h1>");
        page.AppendLine($"<p>{Encode(string.Join(", ", plan.Fixtures.Select(Describe)))}</p>");
        foreach (var pool in plan.Pools)
        {
            page.AppendLine($"<h2>{Encode(pool.Name)}</h2>").AppendLine(new Chart(plan, story, pool).Svg());
        }

        page.AppendLine(
            "<p class=\"key quiet\"><span><i style=\"background:var(--plan)\"></i>planned</span><span><i "
                + "style=\"background:var(--launched)\"></i>launched</span>"
            + $"<span><i style=\"background:var(--serving)\"></i>in service</span><span><i "
            + $"style=\"background:var(--band)\"></i>match</span> Times in {Encode(plan.Fixtures[0].Zone)}.</p>");
        Facts(page, facts);
        Source(page, plan, story);
        Plan(page, plan);
        if (story.Classifications.Values.FirstOrDefault(one => one.ExitCode == 0) is { } classified)
        {
            page.AppendLine("<h2>What Puppet was told of one server</h2>").AppendLine($"<pre>{Encode(classified.Output)}</pre>");
        }

        return page.AppendLine("</body></html>").ToString();
    }

    private static void Facts(StringBuilder page, IReadOnlyList<Fact> facts)
    {
        page.AppendLine("<h2>Checked</h2><ul class=\"facts\">");
        foreach (var fact in facts)
        {
            page.AppendLine(
                $"<li{(fact.Holds ? "" : " class=\"failed\"")}>{Encode(fact.Claim)}<br><span "
                    + $"class=\"quiet\">{Encode(fact.Measured)}</span></li>");
        }

        page.AppendLine("</ul>");
    }

    private static void Source(StringBuilder page, DayPlan plan, Story story)
    {
        if (story.Source.Count == 0)
        {
            return;
        }

        page.AppendLine("<h2>What the source did, and when the plan knew</h2>").AppendLine(
            "<div class=\"scroll\"><table><tr><th>at</th><th>the source</th><th>in the table at</th></tr>");
        foreach (var (act, at) in story.Source)
        {
            var known = at is { } then ? Clock.In(then, plan.Fixtures[0].Zone) : "never";
            page.AppendLine(
                $"<tr><td>{Clock.In(act.At, plan.Fixtures[0].Zone)}</td><td>{Encode(act.What)}</td>"
                    + $"<td>{(act.Text is null ? "nothing changed" : known)}</td></tr>");
        }

        page.AppendLine("</table></div>");
    }

    private static void Plan(StringBuilder page, DayPlan plan)
    {
        page.AppendLine(
            "<h2>The plan and its reasons</h2><div class=\"scroll\"><table><tr><th>from</th><th>pool</th><th "
                + "class=\"n\">servers</th><th>because</th></tr>");
        foreach (var pool in plan.Pools)
        {
            foreach (var step in plan.Timeline(pool))
            {
                page.AppendLine(
                    $"<tr><td>{Clock.In(step.At, plan.Fixtures[0].Zone)}</td><td>{Encode(pool.Name)}</td><td "
                        + $"class=\"n\">{step.Desired}</td>"
                    + $"<td>{Encode(string.Join("; ", step.Reasons.Select(reason => reason.Text)))}</td></tr>");
            }
        }

        page.AppendLine("</table></div>");
    }

    private static string Describe(Core.Fixtures.Fixture fixture) => fixture.Kickoff is { } kickoff
        ? $"{fixture.Home} v {fixture.Away} ({fixture.Round}, {Clock.In(kickoff, fixture.Zone)})"
        : $"{fixture.Home} v {fixture.Away} ({fixture.Round}, no kickoff time yet)";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
