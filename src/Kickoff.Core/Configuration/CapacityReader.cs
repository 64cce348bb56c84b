using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Scaling;
using NodaTime;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>Reads <c>capacity</c> of one pool.</summary>
internal static class CapacityReader
{
    /// <summary>
    /// A classic load balancer takes 1,000 instances (https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-limits.html).
    /// </summary>
    private const int Most = 1000;

    public static CapacityPolicy Read(Section section)
    {
        var minimum = section.Number("minimum", 0, Most, otherwise: 0);
        var maximum = section.Number("maximum", 0, Most);
        var policy = new CapacityPolicy
        {
            Minimum = minimum ?? 0,
            Maximum = maximum ?? 0,
            ReadyBefore = section.Time("ready_before", Duration.FromMinutes(30), most: CapacityPolicy.MostReadyBefore),
            BootTime = section.Time("boot_time", Duration.FromMinutes(5), positive: true, most: CapacityPolicy.MostBootDeadline),
            BootDeadline = section.Time("boot_deadline", Duration.FromMinutes(15), positive: true, most: CapacityPolicy.MostBootDeadline),
            UnhealthyAfter = section.Time(
                "unhealthy_after", Duration.FromMinutes(10), positive: true, most: CapacityPolicy.MostBootDeadline),
            StayAfter = section.Time("stay_after", Duration.FromMinutes(30), most: CapacityPolicy.MostStayAfter),
            Overlap = ReadOverlap(section),
            ScaleIn = ReadScaleIn(section),
            Demand = ReadDemand(section),
        };
        if (minimum > maximum)
        {
            section.Fault(
                section.Find("minimum")!,
                string.Create(CultureInfo.InvariantCulture, $"'minimum' {minimum} is more than 'maximum' {maximum}"));
        }

        if (policy.BootDeadline < policy.BootTime)
        {
            section.Fault(
                section.Find("boot_deadline") ?? section.Node,
                "'boot_deadline' is shorter than 'boot_time': every server would be replaced");
        }

        section.Close();
        return policy;
    }

    private static Overlap ReadOverlap(Section section)
    {
        switch (section.Text("overlap", required: false))
        {
            case null or "sum":
                return Overlap.Sum;
            case "max":
                return Overlap.Max;
            default:
                section.Fault(section.Find("overlap")!, "'overlap' is sum or max");
                return Overlap.Sum;
        }
    }

    private static ScaleIn ReadScaleIn(Section section)
    {
        if (section.Child("scale_in", required: false) is not { } scaleIn)
        {
            return new ScaleIn(25, Duration.FromMinutes(5));
        }

        var percent = 25;
        if (scaleIn.Text("at_most", required: false) is { } text
            && (
                !text.EndsWith('%')
                    || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out percent)
                    || percent is < 1 or > 100))
        {
            scaleIn.Fault(scaleIn.Find("at_most")!, "'at_most' is a percentage from 1% to 100%");
        }

        var every = scaleIn.Time("every", Duration.FromMinutes(5), positive: true, most: ScaleIn.MostEvery);
        scaleIn.Close();
        return new ScaleIn(percent, every);
    }

    private static ImmutableArray<DemandRule> ReadDemand(Section section)
    {
        var rules = ImmutableArray.CreateBuilder<DemandRule>();
        switch (section.Find("demand"))
        {
            case null:
                break;
            case YamlSequenceNode list:
                foreach (var (item, index) in list.Children.Select((item, index) => (item, index)))
                {
                    if (item is YamlMappingNode mapping)
                    {
                        rules.Add(DemandRuleReader.Read(
                            section.Item(string.Create(CultureInfo.InvariantCulture, $"demand[{index + 1}]"), mapping), Most));
                    }
                    else
                    {
                        section.Fault(item, "a rule of 'demand' is {team: …, competition: …, stage: …, round: …, servers: N}");
                    }
                }

                break;
            case var other:
                section.Fault(other, "'demand' is a list of rules");
                break;
        }

        return rules.ToImmutable();
    }
}
