using System.Collections.Immutable;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>EC2 and the pools' ledger as a test would have them; what is asked of them is written down.</summary>
internal sealed class TickWorld : IFleet, IPoolLedger, IJournal
{
    public static readonly Instant Now = Given.Kickoff;

    private int _instances;

    /// <summary>What EC2 says to a launch; by default it launches all.</summary>
    public Func<LaunchIntent, LaunchAnswer?> Launch { get; set; } = _ => null;

    public Func<ImageAnswer> Image { get; set; } = () => new ImageAnswer.Found("ami-1");

    /// <summary>Awaited by every launch before it is answered.</summary>
    public Func<LaunchIntent, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public List<LaunchIntent> Asked { get; } = [];

    public List<InstanceId> Ended { get; } = [];

    /// <summary>Every launch as the ledger has it.</summary>
    public Dictionary<Guid, LaunchIntent> Launches { get; } = [];

    public List<Drain> Drains { get; } = [];

    public Dictionary<string, ImmutableArray<ServerRecord>> Remembered { get; } = [];

    public List<JournalEntry> Lines { get; } = [];

    public List<Metric> Metrics { get; } = [];

    public static PoolLease Lease(string pool = "backend") => new(pool, "owner", 1, Now + Duration.FromMinutes(1));

    public int LaunchedIn(string subnet) =>
        Launches.Values.Where(launch => launch.Request.SubnetId == subnet).Sum(launch => launch.Instances.Length);

    public IEnumerable<double> Measured(string metric) => Metrics.Where(one => one.Name == metric).Select(one => one.Value);

    public async Task<LaunchAnswer> LaunchAsync(LaunchIntent intent, CancellationToken cancel)
    {
        lock (Asked)
        {
            Asked.Add(intent);
        }

        await Before(intent, cancel);
        return Launch(intent) ?? new LaunchAnswer.Launched(
            [.. Enumerable.Range(0, intent.Request.Count).Select(_ => Given.Id(1000 + Interlocked.Increment(ref _instances)))]);
    }

    public Task<EndAnswer> EndAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancel)
    {
        Ended.AddRange(instances);
        return Task.FromResult<EndAnswer>(new EndAnswer.Ended());
    }

    public Task<ImageAnswer> NewestImageAsync(ImageSource.Newest image, CancellationToken cancel) => Task.FromResult(Image());

    public Task<LeaseAnswer> AcquireAsync(string pool, string owner, Instant tick, Instant now, Duration lease, CancellationToken cancel) =>
        Task.FromResult<LeaseAnswer>(new LeaseAnswer.Acquired(Lease(pool)));

    public Task ReleaseAsync(PoolLease lease, CancellationToken cancel) => Task.CompletedTask;

    public Task<PoolRecord> ReadAsync(string pool, CancellationToken cancel) =>
        Task.FromResult(new PoolRecord([.. Launches.Values.Where(launch => launch.Pool == pool)], [.. Drains], null));

    public Task PutLaunchAsync(PoolLease lease, LaunchIntent intent, CancellationToken cancel)
    {
        lock (Launches)
        {
            Launches[intent.Id] = intent;
        }

        return Task.CompletedTask;
    }

    public Task PutDrainsAsync(PoolLease lease, IReadOnlyCollection<Drain> drains, CancellationToken cancel)
    {
        Drains.AddRange(drains);
        return Task.CompletedTask;
    }

    public Task RemoveDrainsAsync(PoolLease lease, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) => Task.CompletedTask;

    public Task PutServersAsync(PoolLease lease, IReadOnlyCollection<ServerRecord> servers, CancellationToken cancel)
    {
        lock (Remembered)
        {
            Remembered[lease.Pool] = [.. servers];
        }

        return Task.CompletedTask;
    }

    public Task AppendAsync(PoolLease lease, IReadOnlyCollection<Activity> activities, CancellationToken cancel) => Task.CompletedTask;

    public Task<ImmutableArray<Activity>> HistoryAsync(string pool, int most, CancellationToken cancel) => throw new NotSupportedException();

    public Task<HoldAnswer> PutHoldAsync(Hold hold, bool replace, Instant now, CancellationToken cancel) => throw new NotSupportedException();

    public Task<bool> RemoveHoldAsync(string pool, CancellationToken cancel) => throw new NotSupportedException();

    public void Record(JournalEntry entry)
    {
        lock (Lines)
        {
            Lines.Add(entry);
        }
    }

    public void Measure(Metric metric)
    {
        lock (Metrics)
        {
            Metrics.Add(metric);
        }
    }
}
