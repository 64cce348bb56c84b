using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Aws;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Cli.Commands;

/// <summary>What this checkout would change in a stack's plan: for who reads a pull request.</summary>
internal sealed class PlanAgainst(Globals globals, ParseResult parse, string stack, Instant from, Instant until)
{
    public async Task<int> RunAsync(ImmutableArray<Fixture>? files, CancellationToken cancel)
    {
        var here = globals.Folder(parse);
        var deployed = await globals.DeployedPlans(parse).ReadAsync(cancel) ?? throw new CommandException(
            ExitCodes.No,
            $"The stack {stack} has not said yet what it plans by: it does at the first tick after a deploy of this version.");
        if (deployed.Stack != stack)
        {
            throw new CommandException(
                ExitCodes.Faulty, $"This ledger is of the stack {deployed.Stack}, not of {stack}: check --ledger-table.");
        }

        var (pools, settings) = ConfigurationFolder.Of(deployed);
        var (was, @is) = (await OutlooksAsync(pools, settings, files, cancel), await OutlooksAsync(
            here.Pools(), here.Fixtures(), files, cancel));
        PoolChange[] changes = [.. was.Keys.Union(@is.Keys).Order(StringComparer.Ordinal)
            .Select(pool => new PoolChange(pool, was.GetValueOrDefault(pool), @is.GetValueOrDefault(pool)))];
        Tell(deployed, changes);
        return ExitCodes.Done;
    }

    private async Task<Dictionary<string, PoolOutlook>> OutlooksAsync(
        ImmutableArray<Pool> pools, FixtureSettings settings, ImmutableArray<Fixture>? files, CancellationToken cancel)
    {
        var days = FixtureDays.About(pools, from, until);
        var fixtures = files ?? await globals.AgreeingFixtures(parse, settings).OnDaysAsync(days.From, days.Until, cancel);
        var outlooks = new Dictionary<string, PoolOutlook>(StringComparer.Ordinal);
        foreach (var pool in pools)
        {
            var hold = (await globals.Pools(parse).ReadAsync(pool.Name, cancel)).Hold;
            outlooks[pool.Name] = PoolOutlook.Of(fixtures, hold, pool, from, until);
        }

        return outlooks;
    }

    private void Tell(DeployedPlan deployed, PoolChange[] changes)
    {
        var output = globals.Output(parse);
        output.Json(new JsonObject
        {
            ["stack"] = stack,
            ["deployed"] = deployed.Since.ToString(),
            ["from"] = from.ToString(),
            ["until"] = until.ToString(),
            ["pools"] = Output.Array(changes, Json),
        });
        output.Line($"{stack} as it plans since {Times.Show(deployed.Since)}, against this checkout, "
            + $"{Times.Show(from)} to {Times.Show(until)} UTC");
        foreach (var change in changes)
        {
            output.Line($"{change.Pool}: {Summary(change)}");
            output.Table(
                ["", "deployed", "this checkout", "fixture"],
                [.. change.Windows.Select(window => (IReadOnlyList<string>)
                [
                    window.Was is null ? "appears" : window.Is is null ? "vanishes" : "changes", Shown(window.Was), Shown(window.Is),
                    $"{window.Fixture.Name}, {window.Fixture.Competition}",
                ])]);
        }
    }

    private static string Summary(PoolChange change) => !change.IsChange
        ? string.Create(CultureInfo.InvariantCulture, $"no change, {change.Is!.ServerHours:0} server-hours, peak {change.Is.Peak}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Hours(change.Was)} -> {Hours(change.Is)} server-hours, peak {Peak(change.Was)} -> {Peak(change.Is)}")
            + (change.Was is null ? "; it is new" : change.Is is null ? "; its servers are left running, nothing is planned for it" : "");

    private static string Hours(PoolOutlook? outlook) => outlook?.ServerHours.ToString("0", CultureInfo.InvariantCulture) ?? "none";

    private static string Peak(PoolOutlook? outlook) => outlook?.Peak.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static string Shown(DemandWindow? window) => window is null ? "-" : string.Create(
        CultureInfo.InvariantCulture, $"{window.Servers} from {Times.Show(window.Start)} to {Times.Show(window.End)}");

    private static JsonObject Json(PoolChange change) => new()
    {
        ["pool"] = change.Pool,
        ["was"] = Json(change.Was),
        ["is"] = Json(change.Is),
        ["windows"] = Output.Array(change.Windows, window => new JsonObject
        {
            ["fixture"] = window.Fixture.Name,
            ["competition"] = window.Fixture.Competition,
            ["id"] = window.Fixture.Key.Id,
            ["was"] = Json(window.Was),
            ["is"] = Json(window.Is),
        }),
    };

    private static JsonObject? Json(PoolOutlook? outlook) => outlook is null ? null : new JsonObject
    {
        ["serverHours"] = Math.Round(outlook.ServerHours, 2),
        ["peak"] = outlook.Peak,
    };

    private static JsonObject? Json(DemandWindow? window) => window is null ? null : new JsonObject
    {
        ["from"] = window.Start.ToString(),
        ["until"] = window.End.ToString(),
        ["servers"] = window.Servers,
    };
}
