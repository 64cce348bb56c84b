using Kickoff.Aws.Calls;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Stage;
using NodaTime;

namespace Kickoff.Contracts;

/// <summary>
/// Both models of AWS: Cloud, new for every story, and one moto behind the proxy for all of them, started when the first story is told
/// to it.
/// </summary>
public sealed partial class Oracles : IAsyncLifetime
{
    internal const string Region = "eu-west-1";

    // Time passes for the proxy when a story lets it pass.
    private readonly SteppedClock _clock = new(new DateTimeOffset(2012, 6, 28, 18, 45, 0, TimeSpan.Zero));

    private readonly SemaphoreSlim _one = new(1);
    private Moto? _moto;
    private EmulatorProxy? _proxy;
    private int _stories;

    /// <summary>What stands between a story and the calls it makes.</summary>
    public Func<IDynamoDbCalls, IDynamoDbCalls> Around { get; init; } = calls => calls;

    /// <summary>template.yaml's two tables, empty, of this story alone.</summary>
    public async Task<Stage> StageAsync(Told told)
    {
        var stack = $"story{Interlocked.Increment(ref _stories)}";
        if (told is Told.ToCloud or Told.ToCloudAlone)
        {
            var (account, clock) = (new DynamoDbAccount(), new StoryClock());
            account.Create(TableDefinition.Ledger($"{stack}-Ledger"));
            account.Create(TableDefinition.Fixtures($"{stack}-Fixtures"));
            var (calls, fault) = (new DynamoDbAtOnce(account, clock), new StoryFault());
            return new Stage(Around(new BetweenCalls(calls, _ => fault.Strike(), Heard)), $"{stack}-Ledger", $"{stack}-Fixtures")
            {
                Account = account,
                AtOnce = calls,
                Clock = clock,
                Fault = fault,
            };
        }

        var proxy = await ProxyAsync();
        var template = StackTemplate.Read(Path.Combine(Checkout.Root, "template.yaml"), stack, Region, new Dictionary<string, string>());
        using var client = new EmulatorClient(proxy.Endpoint, Region);
        await Tables.CreateAsync(client, template, "Ledger", "Fixtures");
        return new Stage(Around(Wire(proxy, stack).DynamoDb), template.NameOf("Ledger"), template.NameOf("Fixtures"))
        {
            Proxy = proxy,
            Caller = stack,
        };
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        if (_moto is not null)
        {
            await _moto.DisposeAsync();
        }

        _one.Dispose();
    }

    // One attempt: what the SDK retries is the wire's own test.
    private static EmulatorCalls Wire(EmulatorProxy proxy, string caller) => new(proxy, Region, caller, retries: 0);

    private async Task<EmulatorProxy> ProxyAsync()
    {
        await _one.WaitAsync();
        try
        {
            _moto ??= await Moto.StartAsync(Checkout.NewWorkDirectory("contracts"));
            return _proxy ??= await EmulatorProxy.StartAsync(
                _moto.Endpoint,
                new EmulatorBehaviour
                {
                    Clock = _clock,
                    BootTime = TimeSpan.FromSeconds(30),
                    DeregistrationDelay = TimeSpan.FromMinutes(5),
                });
        }
        finally
        {
            _one.Release();
        }
    }
}

/// <summary>The stories share one moto.</summary>
[CollectionDefinition(Name)]
public sealed class TellsStories : ICollectionFixture<Oracles>
{
    public const string Name = "stories";
}

/// <summary>Stands still until a story lets time pass.</summary>
public sealed class StoryClock : IClock
{
    /// <summary>Kickoff of Germany against Italy.</summary>
    public Instant Now { get; set; } = Instant.FromUtc(2012, 6, 28, 18, 45);

    public Instant GetCurrentInstant() => Now;
}
