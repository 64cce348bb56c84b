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
            var desired = new DesiredMemberships(folder.NodeGroups());
            var fixtures = await globals.Fixtures(parse).OnDaysAsync(
                now.InUtc().Date.PlusDays(-2), (now + Ahead).InUtc().Date.PlusDays(2), cancel);
            var servers = await globals.Servers(parse).ListAsync(
                [InstanceState.Pending, InstanceState.Running, InstanceState.Stopping], cancel);
            var roster = await Roster.CallAsync(
                globals.LoadBalancers(parse), desired.LoadBalancers, Globals.Clock, new StandardErrorJournal(), cancel);
            var rows = new List<PoolStatus>();
            foreach (var pool in folder.Pools())
            {
                var record = await globals.Pools(parse).ReadAsync(pool.Name, cancel);
                var draining =
                    record.Drains.Where(drain => drain.ReturningSince is null).Select(drain => (drain.Instance, drain.Boot)).ToHashSet();
                var mine = servers.Where(
                    server =>
                        server.Tag(KickoffTags.Stack) == globals.StackName(parse) && server.Tag(KickoffTags.Pool) == pool.Name).ToArray();
                var steps = CapacityTimeline.Of(fixtures, record.Hold, pool, now, now + Ahead);
                rows.Add(new PoolStatus(
                    pool.Name, steps[0].Desired, DueNow.At(fixtures, record.Hold, pool, now).Servers, mine.Length,
                    mine.Count(
                        server => server.State == InstanceState.Running
                            && !draining.Contains((server.Id, server.LaunchTime))
                            && roster.InService(server.Id, desired.NamedFor(server))),
                    mine.Count(server => draining.Contains((server.Id, server.LaunchTime))),
                    steps.FirstOrDefault(step => step.Desired != steps[0].Desired)));
            }

            Show(globals.Output(parse), rows);
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
                row.Pool, N(row.Planned), N(row.Due), N(row.Running), N(row.InService), N(row.Draining), Next(row.Next),
            ])]);

        static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static string Next(CapacityPlan? next) => next is null
        ? "none in 7 days"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Times.Show(next.At)}: {next.Desired}, "
                + $"{(next.Reasons.IsEmpty ? "nothing asks for more" : string.Join("; ", next.Reasons.Select(reason => reason.Text)))}");

    private sealed record PoolStatus(string Pool, int Planned, int Due, int Running, int InService, int Draining, CapacityPlan? Next);
}
