using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Cli;

/// <summary>One pool's step function over [From, Until), and what it adds up to.</summary>
internal sealed record PlannedPool(Pool Pool, ImmutableArray<CapacityPlan> Steps, Instant From, Instant Until)
{
    public double ServerHours => Steps.Select((step, index) => step.Desired * (EndOf(index) - step.At).TotalHours).Sum();

    public double AlwaysAtPeakHours => Peak * (Until - From).TotalHours;

    /// <summary>
    /// A fleet held at the average, rounded up to whole servers: as cheap as a fleet without a schedule can be, and too small at every
    /// peak.
    /// </summary>
    public double FlatAverageHours => Math.Ceiling(ServerHours / (Until - From).TotalHours) * (Until - From).TotalHours;

    public int Peak => Steps.Max(step => step.Desired);

    /// <summary>The steps at which the number changes.</summary>
    public ImmutableArray<CapacityPlan> Changes =>
        [.. Steps.Where((step, index) => index == 0 || step.Desired != Steps[index - 1].Desired)];

    public int At(Instant instant) => Steps.LastOrDefault(step => step.At <= instant)?.Desired ?? Steps[0].Desired;

    public IEnumerable<string> Summary(PriceList prices)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{ServerHours:0} server-hours; always at the peak of {Peak}: {AlwaysAtPeakHours:0}; flat at the "
                + $"average: {FlatAverageHours:0}");
        if (prices.Of(Pool) is { } price)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"at {price} USD an hour ({Pool.Launch.InstanceTypes[0]}): {ServerHours * price:0.00} USD; always at the peak: "
                    + $"{AlwaysAtPeakHours * price:0.00} USD; flat at the average: {FlatAverageHours * price:0.00} USD");
        }
    }

    public JsonObject Json(PriceList prices)
    {
        var json = new JsonObject
        {
            ["pool"] = Pool.Name,
            ["from"] = From.ToString(),
            ["until"] = Until.ToString(),
            ["steps"] = Output.Array(Steps, step => new JsonObject
            {
                ["at"] = step.At.ToString(),
                ["servers"] = step.Desired,
                ["reasons"] = Output.Array(step.Reasons, reason => new JsonObject { ["servers"] = reason.Servers, ["text"] = reason.Text }),
            }),
            ["peak"] = Peak,
            ["serverHours"] = Math.Round(ServerHours, 2),
            ["alwaysAtPeakHours"] = Math.Round(AlwaysAtPeakHours, 2),
            ["flatAverageHours"] = Math.Round(FlatAverageHours, 2),
        };
        if (prices.Of(Pool) is { } price)
        {
            json["usd"] = new JsonObject
            {
                ["planned"] = Math.Round(ServerHours * price, 2),
                ["alwaysAtPeak"] = Math.Round(AlwaysAtPeakHours * price, 2),
                ["flatAverage"] = Math.Round(FlatAverageHours * price, 2),
            };
        }

        return json;
    }

    private Instant EndOf(int index) => index + 1 < Steps.Length ? Steps[index + 1].At : Until;
}
