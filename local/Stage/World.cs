using System.Text.Json.Nodes;
using Kickoff.Local.Api;
using Kickoff.Local.Emulator;
using Kickoff.Local.Events;
using Kickoff.Local.Lambda;
using Kickoff.Local.Stage;

namespace Kickoff.Local.Stage;

/// <summary>
/// The whole of Kickoff deployed on this machine: the emulator with the surroundings a configuration needs, the tables, the
/// functions as their own processes, the API before EncApi and the events before OnInstanceRunning. The clock's ticks are the
/// caller's to give.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts;

    private World(Stack<IAsyncDisposable> parts) => _parts = parts;

    public required WorldOptions Options { get; init; }

    public required Moto Moto { get; init; }

    /// <summary>What every client calls; calls are counted and faults injected here.</summary>
    public required EmulatorProxy Aws { get; init; }

    /// <summary>For setting the stage and looking at what became of things; the call log knows it as "stage".</summary>
    public required EmulatorClient Stage { get; init; }

    public required StackTemplate Template { get; init; }

    public required Surroundings Surroundings { get; init; }

    public required LambdaFunction OnInstanceRunning { get; init; }

    public required LambdaFunction EncApi { get; init; }

    public required LambdaFunction ScaleSchedule { get; init; }

    /// <summary>Where the parameter FixtureSources is true.</summary>
    public LambdaFunction? FixtureFeed { get; init; }

    public required ApiFront Api { get; init; }

    public required EventQueue InstanceEvents { get; init; }

    public required EventSourceMapping InstanceEventMapping { get; init; }

    public required EventPump EventPump { get; init; }

    /// <summary>The configuration as deployed.</summary>
    public string Configuration => Path.Combine(Options.Directory, "config");

    /// <summary>FixtureFeed as it is unpacked, with its own copy of the configuration.</summary>
    public string FixtureFeedFolder => Path.Combine(Options.Directory, "functions", nameof(FixtureFeed));

    public string LedgerTable => Template.NameOf("Ledger");

    public string FixturesTable => Template.NameOf("Fixtures");

    /// <summary>Whom the API takes for the Puppet server.</summary>
    public static ApiCredential PuppetServer { get; } = new(
        "AKIAPUPPETSERVER", "puppet-server-secret", $"arn:aws:sts::{Moto.AccountId}:assumed-role/puppet-server/i-0123456789abcdef0")
    {
        SessionToken = "puppet-server-session",
    };

    /// <summary>Somebody in the account who may call the API but is not the Puppet server.</summary>
    public static ApiCredential Somebody { get; } = new("AKIASOMEBODY", "somebody-secret", $"arn:aws:iam::{Moto.AccountId}:user/somebody");

    /// <summary>A new stack begins as a dry run; a world is there to act.</summary>
    private static Dictionary<string, string> Parameters(WorldOptions options)
    {
        var parameters = new Dictionary<string, string>(options.Parameters, StringComparer.Ordinal);
        parameters.TryAdd("DryRun", "false");
        return parameters;
    }

    public static async Task<World> StartAsync(WorldOptions options, CancellationToken cancel = default)
    {
        var parts = new Stack<IAsyncDisposable>();
        try
        {
            var moto = Keep(await Moto.StartAsync(Path.Combine(options.Directory, "log"), cancel: cancel));
            var aws = Keep(await EmulatorProxy.StartAsync(moto.Endpoint, options.Behaviour, cancel));
            var stage = new EmulatorClient(aws.Endpoint, options.Region);
            var template = StackTemplate.Read(
                Path.Combine(Checkout.Root, "template.yaml"), options.Stack, options.Region, Parameters(options));
            await Tables.CreateAsync(stage, template, "Ledger", "Fixtures");

            var configuration = Path.Combine(options.Directory, "config");
            FunctionPackage.Copy(options.Configuration, configuration);
            var surroundings = await Surroundings.BuildAsync(stage, options.Region, configuration);

            var deployment = new Deployment(options, template, configuration, aws.Endpoint);
            var onInstanceRunning = Keep(deployment.Start("OnInstanceRunning"));
            var encApi = Keep(deployment.Start("EncApi"));
            var scaleSchedule = Keep(deployment.Start("ScaleSchedule"));
            var fixtureFeed = options.Parameters.GetValueOrDefault("FixtureSources") == "true"
                ? Keep(deployment.Start("FixtureFeed"))
                : null;
            var api = Keep(await ApiFront.StartAsync(
                new ApiFrontOptions
                {
                    Function = encApi,
                    Routes = template.Function("EncApi").Routes,
                    Credentials = [PuppetServer, Somebody],
                    Region = options.Region,
                },
                cancel));

            var queue = new EventQueue(
                options.VisibilityTimeout ?? TimeSpan.FromSeconds(template.Number("InstanceEvents", "VisibilityTimeout")),
                template.Number("InstanceEvents", "RedrivePolicy", "maxReceiveCount"),
                TimeProvider.System,
                options.Seed);
            var mapping = Keep(
                new EventSourceMapping(queue, onInstanceRunning, new EventSourceMappingOptions { Window = options.BatchWindow }));
            return new World(parts)
            {
                Options = options,
                Moto = moto,
                Aws = aws,
                Stage = stage,
                Template = template,
                Surroundings = surroundings,
                OnInstanceRunning = onInstanceRunning,
                EncApi = encApi,
                ScaleSchedule = scaleSchedule,
                FixtureFeed = fixtureFeed,
                Api = api,
                InstanceEvents = queue,
                InstanceEventMapping = mapping,
                EventPump = new EventPump(aws.Servers, queue, options.Behaviour.Clock, options.Events with { Seed = options.Seed }),
            };
        }
        catch
        {
            await EndAsync(parts);
            throw;
        }

        T Keep<T>(T part)
            where T : IAsyncDisposable
        {
            parts.Push(part);
            return part;
        }
    }

    /// <summary>One tick of the schedule, as of this time.</summary>
    public Task<InvocationResult> TickAsync(DateTimeOffset at, CancellationToken cancel = default) =>
        ScaleSchedule.InvokeEventAsync(ScheduledEvent.Write(at, Options.Region), cancel);

    /// <summary>A minute of the feed, as of this time.</summary>
    public Task<InvocationResult> FeedAsync(DateTimeOffset at, CancellationToken cancel = default) =>
        (FixtureFeed ?? throw new InvalidOperationException("This world has no sources: FixtureSources is not true."))
            .InvokeEventAsync(ScheduledEvent.Write(at, Options.Region), cancel);

    public async ValueTask DisposeAsync()
    {
        Stage.Dispose();
        await EndAsync(_parts);
    }

    // The last started is the first to go.
    private static async Task EndAsync(Stack<IAsyncDisposable> parts)
    {
        while (parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }
}
