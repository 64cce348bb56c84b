using System.Diagnostics.CodeAnalysis;
using Amazon.DynamoDBv2.Model;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;

namespace Kickoff.Simulation.Drills.Ledger;

/// <summary>The ledger as its items say it is, kept up with every change of one.</summary>
public sealed class LedgerMirror(IItemWitness witness)
{
    private readonly Dictionary<MembershipKey, Membership> _memberships = [];
    private readonly Dictionary<(string Pool, InstanceId Server), Drain> _drains = [];
    private readonly Dictionary<(string Pool, Guid Id), LaunchIntent> _launches = [];
    private readonly Dictionary<(string Pool, Guid Id), LaunchIntent> _written = [];
    private readonly Dictionary<string, Hold> _holds = new(StringComparer.Ordinal);
    private readonly HashSet<InstanceId> _terminated = [];

    public IReadOnlyDictionary<MembershipKey, Membership> Memberships => _memberships;

    public IEnumerable<Membership> Of(InstanceId server) => _memberships.Values.Where(membership => membership.Key.Instance == server);

    public IEnumerable<Drain> Drains(string pool) => _drains.Where(drain => drain.Key.Pool == pool).Select(drain => drain.Value);

    public Drain? Drain(string pool, InstanceId server) => _drains.GetValueOrDefault((pool, server));

    public IEnumerable<LaunchIntent> Launches(string pool) => _launches.Values.Where(launch => launch.Pool == pool);

    /// <summary>As it was last written; it may have been forgotten since.</summary>
    public LaunchIntent? Launch(string pool, Guid id) => _written.GetValueOrDefault((pool, id));

    /// <summary>It is known that it brought nobody.</summary>
    public bool IsForgotten(string pool, Guid id) => _written.ContainsKey((pool, id)) && !_launches.ContainsKey((pool, id));

    public Hold? Hold(string pool) => _holds.GetValueOrDefault(pool);

    public bool IsNoted(InstanceId server) => _terminated.Contains(server);

    public void Changed(ItemChange change)
    {
        var item = change.Now ?? change.Was!;
        try
        {
            Follow(item.Text("PK"), item.Text("SK"), change);
        }
        catch (Exception faulty) when (faulty is FormatException or ArgumentException or KeyNotFoundException or NullReferenceException)
        {
            witness.NotWhole($"{item.GetValueOrDefault("PK")?.S} {item.GetValueOrDefault("SK")?.S}", faulty.Message);
        }
    }

    private void Follow(string partition, string sort, ItemChange change)
    {
        switch (sort.Split('#')[0])
        {
            case "membership":
                var membership = RawItem.Membership(change.Now ?? change.Was!);
                if (Keep(_memberships, membership.Key, membership, change, out var known))
                {
                    witness.MembershipWritten(known, membership);
                }

                break;
            case "launch":
                var launch = RawItem.Launch(change.Now ?? change.Was!);
                if (launch.State != LaunchState.Open && _written.GetValueOrDefault((launch.Pool, launch.Id)) is { } whole)
                {
                    // What was asked for is not kept once EC2 has answered.
                    launch = launch with { Request = whole.Request };
                }

                _written[(launch.Pool, launch.Id)] = launch;
                if (Keep(_launches, (launch.Pool, launch.Id), launch, change, out var before))
                {
                    witness.LaunchWritten(before, launch);
                }

                break;
            case "drain":
                var (pool, drain) = (partition["pool#".Length..], RawItem.Drain(change.Now ?? change.Was!));
                if (Keep(_drains, (pool, drain.Instance), drain, change, out _))
                {
                    witness.DrainWritten(pool, drain);
                }
                else if (!change.ByTimeToLive)
                {
                    witness.DrainRemoved(pool, drain);
                }

                break;
            case "hold":
                var hold = RawItem.Hold(change.Now ?? change.Was!);
                Keep(_holds, hold.Pool, hold, change, out _);
                break;
            case "termination" when change is { Was: null, Now: not null }:
                var termination = RawItem.Termination(change.Now);
                _terminated.Add(termination.Id);
                witness.TerminationNoted(termination);
                break;
            default:
                break;
        }
    }

    /// <summary>True when it is there now.</summary>
    private static bool Keep<TKey, T>(Dictionary<TKey, T> items, TKey key, T item, ItemChange change, [MaybeNull] out T before)
        where TKey : notnull
    {
        items.TryGetValue(key, out before);
        if (change.Now is null)
        {
            items.Remove(key);
            return false;
        }

        items[key] = item;
        return true;
    }
}
