using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Core.Configuration;

/// <summary>Reads one rule of <c>demand</c>.</summary>
internal static class DemandRuleReader
{
    public static DemandRule Read(Section rule, int most)
    {
        var read = new DemandRule(
            rule.Text("team", required: false), rule.Text("competition", required: false), rule.Text("round", required: false),
            rule.Number("servers", 0, most) ?? 0)
        {
            Stages = Stages(rule),
            Lasts = Time(rule, "lasts", Fixture.MostLength),
            ReadyBefore = Time(rule, "ready_before", CapacityPolicy.MostReadyBefore),
            StayAfter = Time(rule, "stay_after", CapacityPolicy.MostStayAfter),
            Line = (int)rule.Node.Start.Line,
        };
        if (read.Lasts == Duration.Zero)
        {
            rule.Fault(rule.Find("lasts")!, "'lasts' is not zero");
        }

        rule.Close();
        return read;
    }

    private static StageSet? Stages(Section rule) => rule.Find("stage") is null
        ? null
        : new StageSet(
            rule.Texts("stage", $"stages ({string.Join(", ", Fixtures.Stages.Names)})", name => Fixtures.Stages.OfName(name) is not null)
            .Select(name => Fixtures.Stages.OfName(name)).OfType<Stage>());

    private static Duration? Time(Section rule, string key, Duration most) =>
        rule.Find(key) is null ? null : rule.Time(key, Duration.Zero, most: most);
}
