using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Cli.Commands;

internal static class StatusCommand
{
    private static readonly Duration Ahead = Duration.FromDays(7);

    public static Command Create(Globals globals)
    {
        var command = new Command(
            "status",
            "Each pool now: planned, due in service by now, running, in service, draining, the next change and why.\n"
                + "Example: kickoff status");
        command.SetAction(async (parse, cancel) =>
        {
            var now = Globals.Clock.GetCurrentInstant();
            var folder = globals.Folder(parse);
            var desired = new DesiredMemberships(folder.NodeGroups(), globals.StackName(parse));
            var days = FixtureDays.About(folder.Pools(), now, now + Ahead);
            var agreed = await globals.AgreeingFixtures(parse).AgreedOnDaysAsync(days.From, days.Until, cancel);
            var fixtures = agreed.Fixtures;
            var servers = await globals.Servers(parse).ListAsync(Server.LiveStates, cancel);
            var roster = await Roster.CallAsync(
                globals.LoadBalancers(parse), desired.LoadBalancers, Globals.Clock, new StandardErrorJournal(), cancel);
            var rows = new List<PoolStatus>();
            foreach (var pool in folder.Pools())
            {
                var record = await globals.Pools(parse).ReadAsync(pool.Name, cancel);
                var draining = record.DrainsInForce.Select(drain => (drain.Instance, drain.Boot)).ToHashSet();
                var mine = servers.Where(server => server.IsOf(globals.StackName(parse), pool.Name)).ToArray();
                var last = await globals.Pools(parse).LastTickAsync(pool.Name, cancel);
                var steps = CapacityTimeline.Of(fixtures, record.Hold, pool, now, now + Ahead);
                rows.Add(new PoolStatus(
                    pool.Name, steps[0].Desired, DueNow.At(fixtures, record.Hold, pool, now).Servers, mine.Length,
                    mine.Count(
                        server => server.State == InstanceState.Running
                            && !draining.Contains((server.Id, server.LaunchTime))
                            && roster.InService(server.Id, desired.NamedFor(server))),
                    mine.Count(server => draining.Contains((server.Id, server.LaunchTime))),
                    steps.FirstOrDefault(step => step.Desired != steps[0].Desired), last, Why(mine, draining, desired, roster)));
            }

            Show(globals.Output(parse), rows);
            foreach (var disagreement in agreed.Disagreements.Where(one => one.Owner.LatestEnd > now))
            {
                globals.Output(parse).Line($"sources disagree: {disagreement.Text}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(Output output, List<PoolStatus> rows)
    {
        if (output.IsJson)
        {
            output.Json(Output.Array(rows, row => new JsonObject
            {
                ["pool"] = row.Pool,
                ["planned"] = row.Planned,
                ["due"] = row.Due,
                ["running"] = row.Running,
                ["inService"] = row.InService,
                ["draining"] = row.Draining,
                ["lastTick"] = row.Last?.At.ToString(),
                ["dryRun"] = row.Last?.DryRun is { } dryRun ? DryRunText.Of(dryRun) : null,
                ["notInService"] = new JsonObject(row.Why.Select(one => KeyValuePair.Create(one.Server.Value, (JsonNode?)one.Reason))),
                ["next"] = row.Next is null ? null : new JsonObject
                {
                    ["at"] = row.Next.At.ToString(),
                    ["servers"] = row.Next.Desired,
                    ["reasons"] = Output.Array(row.Next.Reasons, reason => JsonValue.Create(reason.Text)),
                },
            }));
            return;
        }

        output.Table(
            ["pool", "planned", "due", "running", "in service", "draining", "next change"],
            [.. rows.Select(row => (IReadOnlyList<string>)
            [
                row.Last?.DryRun is DryRun.Scaling or DryRun.All ? $"{row.Pool} (dry run)" : row.Pool,
                N(row.Planned), N(row.Due), N(row.Running), N(row.InService), N(row.Draining), Next(row.Next),
            ])]);

        foreach (var row in rows)
        {
            foreach (var (server, reason) in row.Why)
            {
                output.Line($"{row.Pool}: {server} is not in service: {reason}");
            }
        }

        static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Of those that run and are wanted in, what load balancers say that do not have them in service.</summary>
    private static (InstanceId Server, string Reason)[] Why(
        Server[] mine, HashSet<(InstanceId, Instant)> draining, DesiredMemberships desired, Roster roster) =>
        [
            .. from server in mine
               where server.State == InstanceState.Running && !draining.Contains((server.Id, server.LaunchTime))
               let named = desired.NamedFor(server)
               where !roster.InService(server.Id, named)
               select (server.Id, named.All(roster.Members.ContainsKey) ? roster.WhyNotInService(server.Id, named) : "not known"),
        ];

    private static string Next(CapacityPlan? next) => next is null
        ? "none in 7 days"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Times.Show(next.At)}: {next.Desired}, "
                + $"{(next.Reasons.IsEmpty ? "nothing asks for more" : string.Join("; ", next.Reasons.Select(reason => reason.Text)))}");

    private sealed record PoolStatus(
        string Pool, int Planned, int Due, int Running, int InService, int Draining, CapacityPlan? Next, LastTick? Last,
        (InstanceId Server, string Reason)[] Why);
}
