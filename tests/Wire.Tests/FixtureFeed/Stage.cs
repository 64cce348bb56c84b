using System.Text.Json.Nodes;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Events;
using Kickoff.Local.Lambda;
using Kickoff.Local.Stage;
using Kickoff.Wire.Tests.ScaleSchedule;

namespace Kickoff.Wire.Tests.FixtureFeed;

/// <summary>The function's own binary on the emulator, in a stack with two sources; one is a file beside fixtures.yml.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string Region = "eu-west-1";

    private const string Sources = """
        sources:
          euro: {url: euro.json, every: 10m}
          secret: {url: "https://localhost:9/euro.json?key={ssm:/kickoff/STACK/secrets/euro}"}
        """;

    private readonly EmulatorProxy _proxy;
    private readonly string _folder;
    private readonly StackTemplate _template;
    private readonly EmulatorClient _aws;

    private Stage(EmulatorProxy proxy, string name, DateTimeOffset now)
    {
        (_proxy, Name, _folder, Now) = (proxy, name, Checkout.NewWorkDirectory(name), now);
        _template = StackTemplate.Read(
            Path.Combine(Checkout.Root, "template.yaml"), name, Region,
            new Dictionary<string, string> { ["FixtureSources"] = "true", ["MaxTickAge"] = "999999h" });
        _aws = new EmulatorClient(proxy.Endpoint, Region, caller: $"stage-{name}");
    }

    public string Name { get; }

    public DateTimeOffset Now { get; private set; }

    public LambdaFunction Function { get; private set; } = null!;

    public static async Task<Stage> SetAsync(EmulatorProxy proxy, DateTimeOffset now)
    {
        var stage = new Stage(proxy, $"s{Guid.NewGuid():N}"[..20], now);
        await Tables.CreateAsync(stage._aws, stage._template, "Fixtures");
        stage.Function = StackFunction.Start(stage._template, "FixtureFeed", stage.Name, stage._folder, proxy,
        [
            new("fleet.yml", new Pool().Write("subnet-0a", "subnet-0b", "sg-0a")),
            new("user-data.sh", "#!/bin/sh\n"),
            new("fixtures.yml", Sources),
        ]);
        return stage;
    }

    /// <summary>What the source has from now on; null: it is gone.</summary>
    public void Source(string? text)
    {
        var file = Path.Combine(_folder, "config", "euro.json");
        if (text is null)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllText(file, text);
        }
    }

    public async Task<string> MinuteAsync(DateTimeOffset now)
    {
        Now = now;
        var minute = await Function.InvokeEventAsync(ScheduledEvent.Write(Now, Region));
        Assert.Null(minute.Error);
        return minute.Log.ToString()!;
    }

    public int Calls(string action) => _proxy.Calls.By(Function.Options.AccessKey).Count(call => call.Action == action);

    public Task<JsonObject?> StateAsync(string source) => ItemAsync($"source#{source}");

    public async Task<IReadOnlyList<(string Kickoff, string Status)>> FixturesAsync()
    {
        var answer = await _aws.DynamoDbAsync("Scan", new JsonObject { ["TableName"] = _template.NameOf("Fixtures") });
        return [.. answer["Items"]!.AsArray().Where(item => item!["day"] is not null)
            .Select(item => ((string)item!["kickoff"]!["S"]!, (string)item["status"]!["S"]!))];
    }

    public Task PutSecretAsync(string name, string value) => _aws.JsonAsync("ssm", "AmazonSSM.PutParameter", JsonNode.Parse(
        $$"""{"Name": "/kickoff/{{Name}}/secrets/{{name}}", "Type": "SecureString", "Value": "{{value}}"}""")!);

    public async ValueTask DisposeAsync()
    {
        await Function.DisposeAsync();
        _aws.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonObject?> ItemAsync(string partition)
    {
        var key = new JsonObject
        {
            ["competition"] = new JsonObject { ["S"] = partition },
            ["id"] = new JsonObject { ["S"] = "state" },
        };
        var answer = await _aws.DynamoDbAsync("GetItem", new JsonObject { ["TableName"] = _template.NameOf("Fixtures"), ["Key"] = key });
        return answer["Item"]?.AsObject();
    }
}
