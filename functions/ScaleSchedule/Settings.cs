using System.Globalization;
using Kickoff.Aws;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.ScaleSchedule;

/// <summary>The function's environment (docs/configuration.md).</summary>
internal sealed record Settings(string StackName, string LedgerTable, string FixturesTable, string Region, TickSettings Tick)
{
    /// <summary>A query a day is made of them, once an hour.</summary>
    private const int MostDaysAhead = 60;

    /// <summary>Throws ConfigurationException with every fault.</summary>
    public static Settings FromEnvironment()
    {
        var environment = new EnvironmentSettings(Environment.GetEnvironmentVariable);
        var stack = environment.Text("STACK_NAME");
        var settings = new Settings(
            stack,
            environment.Text("LEDGER_TABLE"),
            environment.Text("FIXTURES_TABLE"),
            environment.Text("AWS_REGION"),
            new TickSettings(stack, environment.Time("MAX_TICK_AGE", Duration.FromMinutes(5)))
            {
                DryRun = environment.Read("KICKOFF_DRY_RUN", DryRunText.Parse, DryRun.Off),
                HasAlarmTopic = environment.Text("ALARM_TOPIC_ARN", otherwise: "").Length > 0,
                FixturesAhead = environment.Read("FIXTURES_AHEAD", Days, otherwise: 0),
            });
        environment.ThrowIfFaulty();
        return settings;
    }

    private static int Days(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MostDaysAhead
            ? days
            : throw new FormatException($"is a number of days from 0 to {MostDaysAhead}, not '{text}'");
}
