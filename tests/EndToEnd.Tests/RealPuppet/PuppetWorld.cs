using System.Security.Cryptography.X509Certificates;
using Kickoff.Core.Servers;
using Kickoff.Core.Tests.Enrolment;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Stage;
using NodaTime;

namespace Kickoff.EndToEnd.Tests.RealPuppet;

/// <summary>
/// The local world with a fleet that ScaleSchedule has launched, in real time, and a real Puppet server beside it that asks Kickoff by the
/// scripts of puppet/. AWS's certificate for identity documents is one of our own making.
/// </summary>
public sealed class PuppetWorld : IAsyncLifetime
{
    /// <summary>How old an answer of the inventory may be: a changed tag is seen by then.</summary>
    public static readonly TimeSpan InventoryMaxAge = TimeSpan.FromSeconds(4);

    private readonly string _folder = Checkout.NewWorkDirectory("puppet");
    private readonly X509Certificate2 _authority = Papers.NewAuthority();
    private PuppetServer? _server;
    private World? _world;
    private int _agents;

    internal PuppetServer Server => _server!;

    internal World World => _world!;

    /// <summary>The servers ScaleSchedule launched, in the groups backend-production and office.</summary>
    internal IReadOnlyList<string> Fleet { get; private set; } = [];

    /// <summary>What puppet/install said: at first, with --write, and when it was called once more.</summary>
    internal IReadOnlyList<Ran> Installed { get; private set; } = [];

    internal string Cached(string certname) => Path.Combine(Root, "var", "cache", "kickoff", $"{certname}.yaml");

    /// <summary>The folder that stands for / on the Puppet server.</summary>
    internal string Root => Path.Combine(_folder, "server");

    public async Task InitializeAsync()
    {
        var configuration = Path.Combine(_folder, "config");
        FunctionPackage.Copy(Path.Combine(Checkout.Root, "config"), configuration);
        await File.WriteAllTextAsync(Path.Combine(configuration, "identity", "eu-west-1.pem"), _authority.ExportCertificatePem());
        // Two more groups, as sites have them: a balancer of its own, and nothing but classes.
        await File.AppendAllTextAsync(Path.Combine(configuration, "node_groups.yml"), """

            admin:
              classes: [collectd]
              environment: production
              parameters: {loadbalancer_name: admin}

            """);
        _world = await World.StartAsync(new WorldOptions
        {
            Directory = Path.Combine(_folder, "world"),
            Configuration = configuration,
            Parameters = new Dictionary<string, string>
            {
                ["PuppetServerRoleArn"] = $"arn:aws:iam::{Moto.AccountId}:role/puppet-server",
                ["InventoryMaxAge"] = $"{(int)InventoryMaxAge.TotalSeconds}s",
            },
        });
        var tick = await _world.TickAsync(TimeProvider.System.GetUtcNow());
        Assert.True(tick.Succeeded, tick.Error?.ToString());
        Fleet = [.. _world.Aws.Servers.All.Select(server => server.InstanceId)];
        Assert.True(Fleet.Count > 0, $"The tick launched nothing.\n{tick.Log}");

        var environments = Path.Combine(_folder, "environments");
        FunctionPackage.Copy(Path.Combine(Checkout.Root, "puppet", "environments"), environments);
        // What a manifest may do with the tags, in a line that every run prints.
        await File.AppendAllTextAsync(
            Path.Combine(environments, "production", "manifests", "site.pp"),
            "\nnotify { \"told: team ${ec2_tags['Team']}, type ${ec2['instance_type']}, instance "
                + "${trusted['extensions']['pp_instance_id']}\": }\n");
        _server = await PuppetServer.StartAsync(Root, environments, Surroundings, async () =>
        {
            string[] where = ["--api", _world.Api.Endpoint.ToString().TrimEnd('/'), "--region", _world.Options.Region];
            Installed = [await InstallAsync(where), await InstallAsync([.. where, "--write"]), await InstallAsync()];
            Assert.True(Installed[1].ExitCode == 0, Installed[1].Output + Installed[1].Error);
        });
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_world is not null)
        {
            await _world.DisposeAsync();
        }

        _authority.Dispose();
        if (_server is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>An agent that has nothing but its own folder; With gives it papers.</summary>
    internal Agent NewAgent(string certname) =>
        new(Server, Path.Combine(_folder, "agents", $"{certname}-{Interlocked.Increment(ref _agents)}"), certname);

    /// <summary>The agent of this server, with the papers its user data would have got for it.</summary>
    internal Agent AgentOf(string instanceId) => NewAgent(instanceId).With(instanceId, DocumentOf(instanceId));

    /// <summary>What IMDS would give this server, and no other.</summary>
    internal byte[] DocumentOf(string instanceId) => Papers.Document(
        _authority, InstanceId.Parse(instanceId), Instant.FromDateTimeOffset(World.Aws.Servers.Find(instanceId)!.LaunchTime),
        Moto.AccountId, World.Options.Region);

    /// <summary>Servers that somebody starts by hand, in these security groups; each is tagged with its own number.</summary>
    internal async Task<IReadOnlyList<string>> LaunchByHandAsync(int count, params string[] groups)
    {
        var answer = await World.Stage.Ec2Async("RunInstances",
        [
            ("ImageId", MachineImages.NewestNoble), ("InstanceType", "m7i.large"), ("MinCount", $"{count}"), ("MaxCount", $"{count}"),
            ("SubnetId", World.Surroundings.Subnets.Values.First()), ("TagSpecification.1.ResourceType", "instance"),
            ("TagSpecification.1.Tag.1.Key", "Team"), ("TagSpecification.1.Tag.1.Value", "by hand"),
            .. groups.Select((group, index) => ($"SecurityGroupId.{index + 1}", World.Surroundings.SecurityGroups[group])),
        ]);
        return [.. answer.Element("instancesSet")!.Elements().Select(item => item.Element("instanceId")!.Value)];
    }

    internal Task TagAsync(string instanceId, string key, string value) =>
        World.Stage.Ec2Async("CreateTags", ("ResourceId.1", instanceId), ("Tag.1.Key", key), ("Tag.1.Value", value));

    /// <summary>puppet/install of this checkout, for that root, by somebody whose files nobody else may read.</summary>
    internal Task<Ran> InstallAsync(params string[] options) => Run.Async(
        "dash",
        ["-c", "umask 077 && exec \"$@\"", "dash", Path.Combine(Checkout.Root, "puppet", "install"), "--root", Root, .. options],
        environment: Surroundings);

    /// <summary>An installed script, as the Puppet server would run it.</summary>
    internal Task<Ran> ScriptAsync(string script, params string[] arguments) =>
        Run.Async("dash", [PuppetServer.Script(Root, script), .. arguments], environment: Surroundings);

    /// <summary>A script of 0.1 with a configuration and a cache of its own.</summary>
    internal async Task<Ran> ScriptOf01Async(string script, string certname, string? input = null)
    {
        var folder = Path.Combine(_folder, "of-0.1");
        Directory.CreateDirectory(folder);
        string Of(string name) => Path.Combine(folder, name);
        foreach (var name in new[] { "enc", "autosign", "kickoff-api.sh" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "scripts-of-0.1", $"{name}.0.1"), Of(name), overwrite: true);
        }

        await File.WriteAllTextAsync(
            Of("enc.conf"),
            $"KICKOFF_API={World.Api.Endpoint.ToString().TrimEnd('/')}\nKICKOFF_REGION={World.Options.Region}\n"
                + $"KICKOFF_CACHE={Of("cache")}\n");
        return await Run.Async(
            "dash", [Of(script), certname], input, new Dictionary<string, string>(Surroundings) { ["KICKOFF_CONF"] = Of("enc.conf") });
    }

    private Dictionary<string, string> Surroundings => new()
    {
        ["KICKOFF_CONF"] = Path.Combine(Root, "etc", "kickoff", "enc.conf"),
        ["AWS_ACCESS_KEY_ID"] = World.PuppetServer.AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = World.PuppetServer.SecretKey,
        ["AWS_SESSION_TOKEN"] = World.PuppetServer.SessionToken!,
    };
}
