using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Cli;

/// <summary>
/// The plan as one self-contained page: a chart a pool, fixtures as bands, the steps as a table. Light and dark, wide and narrow.
/// </summary>
internal static class PlanPage
{
    private const double Width = 1000;

    private const double Height = 220;

    public static string Render(IReadOnlyList<PlannedPool> plans, ImmutableArray<Fixture> fixtures)
    {
        var page = new StringBuilder(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>Kickoff plan</title>
            <style>
            :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#0b6bcb;--fill:#0b6bcb33;--band:#f2b70544;
              --rule:#d0d7de;--soft:#57606a}
            @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--line:#58a6ff;--fill:#58a6ff33;--band:#d2992266;
              --rule:#30363d;--soft:#8b949e}}
            body{margin:0 auto;max-width:64rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
            svg{width:100%;height:auto;display:block}.band{fill:var(--band)}
            .area{fill:var(--fill);stroke:var(--line);stroke-width:2;vector-effect:non-scaling-stroke}
            text{fill:var(--soft);font-size:14px}@media(max-width:40rem){text{font-size:28px}}
            .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
            td,th{border-bottom:1px solid var(--rule);padding:.35rem .6rem;text-align:left;vertical-align:top}
            @media(min-width:40rem){td:first-child{white-space:nowrap}}td:nth-child(2){text-align:right}
            p{color:var(--soft)}
            </style></head><body><h1>Kickoff plan</h1>
            """);
        foreach (var plan in plans)
        {
            Append(page, plan, fixtures);
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static void Append(StringBuilder page, PlannedPool plan, ImmutableArray<Fixture> fixtures)
    {
        var peak = Math.Max(1, plan.Peak);
        page.Append(
            CultureInfo.InvariantCulture,
            $"\n<h2>{Escape(plan.Pool.Name)}</h2><p>{Times.Show(plan.From)} to {Times.Show(plan.Until)} UTC. ");
        page.Append(Escape(string.Join(" ", plan.Summary(new PriceList(new Dictionary<string, double>()))))).Append(".</p>");
        page.Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {Height + 36}\" role=\"img\" aria-label=\"Servers over time, at most {peak}\">");
        foreach (var window in fixtures.Select(fixture => DemandWindow.Of(fixture, plan.Pool.Capacity)).OfType<DemandWindow>().Where(
            window => window.End > plan.From && window.Start < plan.Until))
        {
            var (start, end) = (X(window.Start, plan), X(window.End, plan));
            page.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"band\" x=\"{start:0.##}\" y=\"0\" width=\"{Math.Max(0.5, end - start):0.##}\" "
                    + $"height=\"{Height}\"><title>{Escape(window.Fixture.Home)} v {Escape(window.Fixture.Away)}</title></rect>");
        }

        page.Append("<path class=\"area\" d=\"").Append(CultureInfo.InvariantCulture, $"M0 {Height}");
        foreach (var step in plan.Steps)
        {
            page.Append(CultureInfo.InvariantCulture, $"H{X(step.At, plan):0.##}V{Height - (step.Desired * (Height - 20) / peak):0.##}");
        }

        page.Append(CultureInfo.InvariantCulture, $"H{Width}V{Height}Z\"/><text x=\"4\" y=\"26\">{peak} servers</text>");
        page.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"4\" y=\"{Height + 26}\">{Times.Show(plan.From)}</text><text x=\"{Width - 4}\" y=\"{Height + 26}\" "
                + $"text-anchor=\"end\">{Times.Show(plan.Until)}</text></svg>");
        page.Append("<div class=\"scroll\"><table><thead><tr><th>from (UTC)</th><th>servers</th><th>why</th></tr></thead><tbody>");
        foreach (var step in plan.Changes)
        {
            var why = string.Join("<br>", step.Reasons.Select(reason => Escape(reason.Text)));
            page.Append(
                CultureInfo.InvariantCulture, $"<tr><td>{Times.Show(step.At)}</td><td>{step.Desired}</td><td>{why}</td></tr>");
        }

        page.Append("</tbody></table></div>\n");
    }

    private static double X(Instant at, PlannedPool plan) => Math.Clamp((at - plan.From) / (plan.Until - plan.From), 0, 1) * Width;

    private static string Escape(string text) => WebUtility.HtmlEncode(Printable.Of(text));
}
