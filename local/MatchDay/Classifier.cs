using System.Diagnostics;
using System.Text.Json.Nodes;
using Kickoff.Local;
using Kickoff.Local.Stage;

namespace Kickoff.MatchDay;

/// <summary>Runs puppet/enc, the script itself, as the Puppet server would.</summary>
internal sealed class Classifier
{
    private const int WarmUps = 5;

    private const int Again = 2;

    private readonly string _conf;
    private readonly Dictionary<string, string> _environment;

    public Classifier(World world)
    {
        _conf = Path.Combine(world.Options.Directory, "enc.conf");
        File.WriteAllText(_conf, $"""
            KICKOFF_API={world.Api.Endpoint.ToString().TrimEnd('/')}
            KICKOFF_REGION={world.Options.Region}
            KICKOFF_CACHE={Path.Combine(world.Options.Directory, "enc-cache")}

            """);
        _environment = new Dictionary<string, string>
        {
            ["KICKOFF_CONF"] = _conf,
            ["AWS_ACCESS_KEY_ID"] = World.PuppetServer.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = World.PuppetServer.SecretKey,
            ["AWS_SESSION_TOKEN"] = World.PuppetServer.SessionToken!,
        };
    }

    public static string Script => Path.Combine(Checkout.Root, "puppet", "enc");

    /// <summary>What a shell needs to run the script by hand.</summary>
    public IEnumerable<string> Environment => _environment.Select(variable => $"{variable.Key}={variable.Value}");

    /// <summary>
    /// Has so many of EncApi's processes answered once. A plain .NET executable compiles itself while it answers its first question, for
    /// most of a second on an idle machine and longer than puppet/enc waits on a busy one; a deployed one does not.
    /// </summary>
    public static async Task WarmUpAsync(World world, int processes, CancellationToken cancel)
    {
        var question = new JsonObject
        {
            ["version"] = "2.0",
            ["routeKey"] = "GET /terminated",
            ["requestContext"] = new JsonObject
            {
                ["authorizer"] = new JsonObject { ["iam"] = new JsonObject { ["userArn"] = World.PuppetServer.UserArn } },
            },
        }.ToJsonString();
        for (var attempt = 0; attempt < WarmUps; attempt++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => world.EncApi.InvokeAsync(question, cancel)));
            if (answers.All(answer => answer.Succeeded))
            {
                return;
            }
        }
    }

    /// <summary>As an agent does whose run failed, asks again; a deployed function is to answer the first question.</summary>
    public async Task<Classification> ClassifyAsync(string certname, CancellationToken cancel)
    {
        var classification = await AskAsync(certname, cancel);
        for (var again = 0; Settings.PublishedFunctions is null && classification.ExitCode != 0 && again < Again; again++)
        {
            classification = await AskAsync(certname, cancel);
        }

        return classification;
    }

    private async Task<Classification> AskAsync(string certname, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("/bin/sh", [Script, certname]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var enc = Process.Start(start)!;
        var (output, errors) = (enc.StandardOutput.ReadToEndAsync(cancel), enc.StandardError.ReadToEndAsync(cancel));
        await enc.WaitForExitAsync(cancel);
        return new Classification(certname, enc.ExitCode, await output, await errors);
    }
}
