using System.Diagnostics;
using System.Globalization;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Processes;
using Kickoff.Local.Stage;

namespace Kickoff.Bench.Classification;

/// <summary>
/// puppet/enc from exec to YAML against a warm native EncApi in the local world, its parts, and what a user would pick instead.
/// </summary>
internal static class EncScript
{
    private static readonly string[] Functions = ["OnInstanceRunning", "EncApi", "ScaleSchedule"];

    public static async Task RunAsync(int servers, int times)
    {
        var folder = Checkout.NewWorkDirectory("bench-enc");
        var native = Path.Combine(Checkout.Root, ".work", "functions");
        if (!File.Exists(Path.Combine(native, "EncApi", "bootstrap")))
        {
            throw new FileNotFoundException("There is no native EncApi: eng/functions makes it.");
        }

        var built = Functions.ToDictionary(function => function, function => Path.Combine(native, function));
        await using (var world = await World.StartAsync(new WorldOptions { Directory = folder, Built = built }))
        {
            world.EventPump.Muted = true;
            var ids = await LaunchAsync(world, servers);
            var bench = new Bench(world, ids, times);
            await bench.RunAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<IReadOnlyList<string>> LaunchAsync(World world, int servers)
    {
        var ids = new List<string>();
        while (ids.Count < servers)
        {
            var answer = await world.Stage.Ec2Async("RunInstances",
                ("ImageId", MachineImages.NewestNoble), ("InstanceType", "m7i.large"), ("MinCount", "250"), ("MaxCount", "250"),
                ("SubnetId", world.Surroundings.Subnets.Values.First()),
                ("SecurityGroupId.1", world.Surroundings.SecurityGroups["backend-production"]),
                ("SecurityGroupId.2", world.Surroundings.SecurityGroups["office"]),
                ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "Team"),
                ("TagSpecification.1.Tag.1.Value", "games"));
            ids.AddRange(answer.Element("instancesSet")!.Elements().Select(item => item.Element("instanceId")!.Value));
        }

        return ids;
    }

    private sealed class Bench(World world, IReadOnlyList<string> ids, int times)
    {
        private readonly string _conf = Path.Combine(world.Options.Directory, "enc.conf");
        private int _next;

        public async Task RunAsync()
        {
            await File.WriteAllTextAsync(
                _conf,
                $"KICKOFF_API={world.Api.Endpoint.ToString().TrimEnd('/')}\nKICKOFF_REGION=eu-west-1\n"
                    + $"KICKOFF_CACHE={world.Options.Directory}/cache\n");
            Directory.CreateDirectory(Path.Combine(world.Options.Directory, "cache"));
            var python = Programs.Find("python3")!;
            Contender[] contenders =
            [
                new("a shell that does nothing", "dash", () => ["-c", ":"]),
                new("bare curl, signed, inventory", "curl", () => Curl(ids[0])),
                new("puppet/enc, inventory", "dash", () => [Path.Combine(Checkout.Root, "puppet", "enc"), ids[0]]),
                new("puppet/enc, EC2 asked", "dash", () => [Path.Combine(Checkout.Root, "puppet", "enc"), Next()]),
                new(
                    "boto3 classifier", python,
                    () =>
                        [
                            Path.Combine(AppContext.BaseDirectory, "boto3_enc.py"), Next(),
                            Path.Combine(world.Configuration, "node_groups.yml")]),
            ];
            // In turn, so that whatever else the machine does is everybody's.
            for (var round = -1; round < times; round++)
            {
                foreach (var contender in contenders)
                {
                    await MeasureAsync(contender, counts: round >= 0);
                }
            }

            await Console.Out.WriteLineAsync(
                $"A fleet of {ids.Count} servers, {times} times each in turn\n\n"
                    + "| | p50 | p95 | to curl | processor, mean | to curl | EC2 calls each |\n|---|---|---|---|---|---|---|");
            var curl = contenders[1];
            foreach (var one in contenders)
            {
                await Console.Out.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {one.Name} | {one.Times.Milliseconds(50)} | {one.Times.Milliseconds(95)} |"
                            + $" {one.Times.Of(50) / curl.Times.Of(50):0.00} |"
                            + $" {one.Processor:0.0} ms | {one.Processor / curl.Processor:0.00} |"
                            + $" {one.Ec2Calls / (double)times:0.#} |"));
            }

            await Console.Out.WriteLineAsync($"EncApi alone, inventory, as the Runtime API sees it: {await FunctionAsync()}");
        }

        private string Next() => ids[1 + (_next++ % (ids.Count - 1))];

        private IReadOnlyList<string> Curl(string id) =>
        [
            "-s", "--fail", "--aws-sigv4", "aws:amz:eu-west-1:execute-api", "--user",
            $"{World.PuppetServer.AccessKey}:{World.PuppetServer.SecretKey}",
            "-H", $"x-amz-security-token: {World.PuppetServer.SessionToken}", new Uri(world.Api.Endpoint, $"/nodes/{id}").ToString(),
        ];

        private async Task MeasureAsync(Contender contender, bool counts)
        {
            var (calls, processor) = (world.Aws.Calls.Of("DescribeInstances").Count, ChildrenTime.Now());
            var start = Stopwatch.GetTimestamp();
            await OnceAsync(contender.Program, contender.Arguments());
            if (counts)
            {
                contender.Elapsed.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                contender.Processor += (ChildrenTime.Now() - processor) / times;
                contender.Ec2Calls += world.Aws.Calls.Of("DescribeInstances").Count - calls;
            }
        }

        private async Task<string> FunctionAsync()
        {
            var question = $$$"""{"version":"2.0","routeKey":"GET /nodes/{certname}","pathParameters":{"certname":"{{{ids[0]}}}"}}""";
            var measured = new List<double>();
            for (var i = 0; i < times; i++)
            {
                measured.Add((await world.EncApi.InvokeAsync(question)).Duration.TotalMilliseconds);
            }

            return new Percentiles(measured).Milliseconds(50);
        }

        private async Task OnceAsync(string program, IReadOnlyList<string> arguments)
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["KICKOFF_CONF"] = _conf;
            start.Environment["AWS_ACCESS_KEY_ID"] = World.PuppetServer.AccessKey;
            start.Environment["AWS_SECRET_ACCESS_KEY"] = World.PuppetServer.SecretKey;
            start.Environment["AWS_SESSION_TOKEN"] = World.PuppetServer.SessionToken!;
            start.Environment["AWS_ENDPOINT_URL"] = world.Aws.Endpoint.ToString();
            start.Environment["AWS_DEFAULT_REGION"] = "eu-west-1";
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await output}{await error}");
            }
        }
    }

    /// <summary>What classifies a server, or does a part of that. Processor is a mean, with its children's, in milliseconds.</summary>
    private sealed record Contender(string Name, string Program, Func<IReadOnlyList<string>> Arguments)
    {
        public List<double> Elapsed { get; } = [];

        public Percentiles Times => new(Elapsed);

        public double Processor { get; set; }

        public int Ec2Calls { get; set; }
    }
}
