using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// What a pool's servers are remembered by from one tick to the next. Pure. A server that is being taken out, or put back, is not in bad
/// health for it; one whose load balancers do not answer is as it was.
/// </summary>
internal static class ServerRecords
{
    /// <summary>Written again so often though nothing changed, so that the table does not forget a server that serves for weeks.</summary>
    public static readonly Duration Refreshed = Duration.FromDays(1);

    /// <summary>The servers with what is remembered of them, and the records that are to be written.</summary>
    public static (ImmutableArray<PoolServer> Servers, ImmutableArray<ServerRecord> Changed) Of(
        ImmutableArray<PoolServer> servers, ImmutableArray<ServerRecord> records, CapacityPolicy policy, Instant now)
    {
        var known = records.ToDictionary(record => record.Instance);
        var changed = ImmutableArray.CreateBuilder<ServerRecord>();
        var seen = ImmutableArray.CreateBuilder<PoolServer>(servers.Length);
        foreach (var server in servers)
        {
            var before = known.GetValueOrDefault(server.Server.Id) is { } record && record.Boot == server.Server.LaunchTime ? record : null;
            var after = Next(before, server, policy, now) with
            {
                Launch = server.Launch,
                Image = server.Server.ImageId,
                Market = server.Server.Lifecycle,
            };
            if (after != before)
            {
                after = after with { WrittenAt = now };
                changed.Add(after);
            }

            seen.Add(server with { HasServed = after.ServingSince is not null, UnhealthySince = after.UnhealthySince });
        }

        return (seen.MoveToImmutable(), changed.ToImmutable());
    }

    private static ServerRecord Next(ServerRecord? before, PoolServer server, CapacityPolicy policy, Instant now)
    {
        var record = before ?? new ServerRecord(server.Server.Id, server.Server.LaunchTime, null, null, now);
        if (before is null && server.InService != true && server.Server.LaunchTime + policy.BootDeadline <= now)
        {
            // The ledger is younger than the server, or lost what it knew.
            record = record with { ServingSince = server.Server.LaunchTime };
        }

        if (record.WrittenAt + Refreshed <= now)
        {
            record = record with { WrittenAt = now };
        }

        // Who is served at one load balancer has been served, whatever the others say.
        record = server.ServesSomewhere || server.InService == true ? record with { ServingSince = record.ServingSince ?? now } : record;
        return server.InService switch
        {
            true => record with { UnhealthySince = null },
            null => record,
            false when server.IsPartlyInService => record with { UnhealthySince = null },
            false when server.Drain is { } drain => record with { UnhealthySince = drain.ReturningSince },
            false => record.ServingSince is null ? record : record with { UnhealthySince = record.UnhealthySince ?? now },
        };
    }
}
