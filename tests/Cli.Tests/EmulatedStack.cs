using System.Text.Json.Nodes;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Stage;

namespace Kickoff.Cli.Tests;

/// <summary>
/// A deployed stack as far as an operator's command meets it: the tables, and the surroundings of config/ in the emulator.
/// </summary>
public sealed class EmulatedStack : IAsyncLifetime
{
    private const string Stack = "kickoff";
    private const string Region = "eu-west-1";

    private readonly string _folder = Checkout.NewWorkDirectory("cli");
    private Moto? _moto;
    private EmulatorProxy? _proxy;
    private EmulatorClient? _aws;
    private Surroundings? _surroundings;

    public string Folder => _folder;

    private Dictionary<string, string> Environment => new()
    {
        ["AWS_ENDPOINT_URL"] = _proxy!.Endpoint.ToString(),
        ["AWS_REGION"] = Region,
        ["AWS_ACCESS_KEY_ID"] = "AKIAOPERATOR",
        ["AWS_SECRET_ACCESS_KEY"] = "operator-secret",
        ["KICKOFF_LEDGER_TABLE"] = $"{Stack}-Ledger",
        ["KICKOFF_FIXTURES_TABLE"] = $"{Stack}-Fixtures",
    };

    public async Task InitializeAsync()
    {
        _moto = await Moto.StartAsync(Path.Combine(_folder, "log"));
        _proxy = await EmulatorProxy.StartAsync(_moto.Endpoint);
        _aws = new EmulatorClient(_proxy.Endpoint, Region);
        await Tables.CreateAsync(
            _aws, StackTemplate.Read(Path.Combine(Checkout.Root, "template.yaml"), Stack, Region, new Dictionary<string, string>()),
            "Ledger", "Fixtures");
        FunctionPackage.Copy(Path.Combine(Checkout.Root, "config"), Path.Combine(_folder, "config"));
        _surroundings = await Surroundings.BuildAsync(_aws, Region, Path.Combine(_folder, "config"));
    }

    public async Task DisposeAsync()
    {
        _aws?.Dispose();
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        if (_moto is not null)
        {
            await _moto.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    internal Task<Said> KickoffAsync(params string[] arguments) =>
        KickoffCommand.RunAsync(Environment, [.. arguments, "--config", Path.Combine(_folder, "config")]);

    /// <summary>What the command answers with --json.</summary>
    internal async Task<JsonNode> AskAsync(params string[] arguments)
    {
        var said = await KickoffAsync([.. arguments, "--json"]);
        Assert.True(said.ExitCode == 0, said.Error);
        return JsonNode.Parse(said.Output)!;
    }

    /// <summary>An item as another version, or a hand, may have written it.</summary>
    internal Task PutAsync(string table, JsonObject item) =>
        _aws!.DynamoDbAsync("PutItem", new JsonObject { ["TableName"] = $"{Stack}-{table}", ["Item"] = item });

    internal Task PutFixtureAsync(string competition, string home, string day) => PutAsync("Fixtures", new JsonObject
    {
        ["competition"] = new JsonObject { ["S"] = competition },
        ["id"] = new JsonObject { ["S"] = "1" },
        ["day"] = new JsonObject { ["S"] = day },
        ["kickoff"] = new JsonObject { ["S"] = $"{day}T12:00:00.000000000Z" },
        ["home"] = new JsonObject { ["S"] = home },
        ["away"] = new JsonObject { ["S"] = "B" },
        ["round"] = new JsonObject { ["S"] = "" },
        ["zone"] = new JsonObject { ["S"] = "Etc/UTC" },
        ["status"] = new JsonObject { ["S"] = "Timed" },
        ["knockout"] = new JsonObject { ["N"] = "0" },
        ["source"] = new JsonObject { ["S"] = "openfootball" },
        ["importedAt"] = new JsonObject { ["S"] = $"{day}T00:00:00.000000000Z" },
    });

    internal Task<string> LaunchAsync(params string[] groups) => LaunchAsAsync("backend-production", groups);

    /// <summary>With the tags that Kickoff gives servers of this pool.</summary>
    internal async Task<string> LaunchAsAsync(string pool, params string[] groups)
    {
        var answer = await _aws!.Ec2Async("RunInstances",
        [
            ("ImageId", MachineImages.NewestNoble), ("InstanceType", "m7i.large"), ("MinCount", "1"), ("MaxCount", "1"),
            ("SubnetId", _surroundings!.Subnets.Values.First()),
            ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "kickoff:stack"),
            ("TagSpecification.1.Tag.1.Value", Stack),
            ("TagSpecification.1.Tag.2.Key", "kickoff:pool"), ("TagSpecification.1.Tag.2.Value", pool),
            .. groups.Select((group, index) => ($"SecurityGroupId.{index + 1}", _surroundings.SecurityGroups[group])),
        ]);
        return answer.Element("instancesSet")!.Elements().Single().Element("instanceId")!.Value;
    }
}
