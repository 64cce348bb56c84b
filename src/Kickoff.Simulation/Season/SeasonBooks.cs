using Amazon.EC2.Model;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Cloud.Monitoring;
using Kickoff.Cloud.Time;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Simulation.Season;

/// <summary>Keeps the books of a season: launches, how long each server ran, and how often an operator would have been paged.</summary>
internal sealed class SeasonBooks(VirtualTime time) : IEc2Witness, IBalancingWitness, IJournal
{
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    public PoolOutcome Close(string pool, Duration season)
    {
        var account = Of(pool);
        var hours = account.Hours + account.Running.Values.Sum(since => (time.Now - since).TotalHours);
        return new(pool, account.Launches, account.Servers, account.Peak, hours, account.Peak * season.TotalHours,
            account.Alarm.RaisedUntil(time.Now));
    }

    public void Launched(RunInstancesRequest request, IReadOnlyList<Ec2Instance> servers, bool again)
    {
        if (again)
        {
            return;
        }

        var account = Of(servers[0].Now.Tag(KickoffTags.Pool) ?? "");
        account.Launches++;
        account.Servers += servers.Count;
        foreach (var server in servers)
        {
            account.Running[server.Id] = time.Now;
        }

        account.Peak = Math.Max(account.Peak, account.Running.Count);
    }

    public void Became(Ec2Instance server, InstanceState state)
    {
        if (state == InstanceState.ShuttingDown && server.Now.Tag(KickoffTags.Pool) is { } pool
            && Of(pool).Running.Remove(server.Id, out var since))
        {
            Of(pool).Hours += (time.Now - since).TotalHours;
        }
    }

    public void Record(JournalEntry entry)
    {
        // Nobody reads the log of a season.
    }

    /// <summary>Of a season's ticks some are left out, in which nothing is wrong: a minute without a value is none.</summary>
    public void Measure(Metric metric)
    {
        if (metric.Definition == Metrics.ShortBeforeKickoff)
        {
            Of(metric.Which!).Alarm.Put(time.Now, metric.Value);
        }
    }

    /// <summary>Somebody has been paged, and it is not over.</summary>
    public bool IsPaged(string pool) => Of(pool).Alarm.RaisedUntil(time.Now) > 0 && Of(pool).Alarm.InAlarm;

    private Account Of(string pool) => _accounts.TryGetValue(pool, out var found) ? found : _accounts[pool] = new Account();

    private sealed class Account
    {
        public int Launches { get; set; }

        public int Servers { get; set; }

        public int Peak { get; set; }

        public double Hours { get; set; }

        public MetricAlarm Alarm { get; } = new(SeasonReport.ShortBeforeKickoff);

        public Dictionary<InstanceId, Instant> Running { get; } = [];
    }
}
