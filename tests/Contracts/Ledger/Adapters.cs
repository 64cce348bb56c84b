using Kickoff.Aws.Calls;
using Kickoff.Aws.Ledger;
using Kickoff.Aws.Scaling;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Contracts.Ledger;

/// <summary>Kickoff's own adapters on a story's stage, and what the stories are about.</summary>
internal static class Adapters
{
    public const string PoolName = "web";

    public static readonly Instant Now = Instant.FromUtc(2012, 6, 28, 18, 45);

    public static readonly Duration Lease = Duration.FromSeconds(90);

    public static LedgerTable Table(this Stage stage) => stage.Table(stage.Calls);

    public static LedgerTable Table(this Stage stage, IDynamoDbCalls calls) =>
        new(calls, stage.Ledger, new NoWaiting(), new SilentJournal());

    public static DynamoPoolLedger Pools(this Stage stage) => new(stage.Table());

    public static DynamoFixtures FixturesOf(this Stage stage) => stage.FixturesOf(stage.Calls);

    public static DynamoFixtures FixturesOf(this Stage stage, IDynamoDbCalls calls) =>
        new(calls, stage.Fixtures, new NoWaiting(), new SilentJournal());

    public static InstanceId Id(int number) => InstanceId.Parse($"i-{number:x17}");

    /// <summary>A version 7 UUID of that many seconds after now.</summary>
    public static Guid Uuid(int number) => Guid.CreateVersion7((Now + Duration.FromSeconds(number)).ToDateTimeOffset());

    public static Activity Activity(int number) =>
        new(Uuid(number), PoolName, Now + Duration.FromSeconds(number), $"what {number}", $"why {number}");

    public static LaunchIntent Launch(Guid id) => new()
    {
        Id = id,
        Pool = PoolName,
        At = Now,
        State = LaunchState.Launched,
        Instances = [Id(1), Id(2)],
        Served = true,
        Outcome = "ok",
        Request = new LaunchRequest
        {
            ImageId = "ami-1",
            InstanceType = "m5.large",
            SubnetId = "subnet-1",
            SecurityGroups = ["sg-1", "sg-2"],
            KeyName = "key",
            InstanceProfile = "profile",
            UserData = "#!/bin/sh",
            Tags = Server.NoTags.Add("Name", "web").Add("kickoff:pool", PoolName),
            Count = 2,
        },
    };

    public static Drain Drain(int number) =>
        new(Id(number), Now - Duration.FromHours(1), Now, Now + Duration.FromMinutes(5), DrainCause.Surplus) { ReturningSince = Now };

    public static ServerRecord Health(int number) => new(Id(number), Now - Duration.FromHours(1), Now - Duration.FromMinutes(9), Now, Now);

    /// <summary>The lease that a tick gets of its pool.</summary>
    public static async Task<PoolLease> LeaseAsync(this Stage stage, string owner = "owner", int tick = 0)
    {
        var at = Now + Duration.FromMinutes(tick);
        return Assert.IsType<LeaseAnswer.Acquired>(await stage.Pools().AcquireAsync(PoolName, owner, at, at, Lease, default)).Lease;
    }

    /// <summary>Another tick, later than the lease of <see cref="LeaseAsync"/> lasts, takes over.</summary>
    public static Task<PoolLease> TakeOverAsync(this Stage stage) => stage.LeaseAsync("other", tick: 2);
}
