// From exec to the first answer: EncApi native, the same code on the JIT, and a native bootstrap that does nothing. Each answers one
// question that costs one DynamoDB call, over plain HTTP to the emulator.
//   eng/functions
//   dotnet publish bench/EmptyBootstrap -c Release -r linux-x64 -p:Publishing=true -p:RestorePackagesWithLockFile=false -p:NuGetLockFilePath=none.lock.json --artifacts-path .work/publish/bench -o .work/publish/bench/EmptyBootstrap
//   dotnet run -c Release --project bench/ColdStart
using System.Diagnostics;
using System.Globalization;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Lambda;

const int Times = 20;
var folder = Checkout.NewWorkDirectory("bench-cold-start");
var native = Path.Combine(Checkout.Root, ".work", "functions");
string[] functions = ["OnInstanceRunning", "EncApi", "ScaleSchedule"];
await using (var world = await World.StartAsync(new WorldOptions { Directory = folder, Built = functions.ToDictionary(function => function, function => Path.Combine(native, function)) }))
{
    var launched = await world.Stage.Ec2Async("RunInstances",
        ("ImageId", MachineImages.NewestNoble), ("InstanceType", "m7i.large"), ("MinCount", "1"), ("MaxCount", "1"),
        ("SubnetId", world.Surroundings.Subnets.Values.First()), ("SecurityGroupId.1", world.Surroundings.SecurityGroups["backend-production"]));
    var question = $$$"""{"version":"2.0","routeKey":"GET /nodes/{certname}","pathParameters":{"certname":"{{{launched.Descendants("instanceId").Single().Value}}}"}}""";
    // EC2 is asked once; the inventory answers from then on.
    await world.EncApi.InvokeAsync(question);

    var empty = await MeasureAsync("a bootstrap that does nothing, native", Path.Combine(Checkout.Root, ".work", "publish", "bench", "EmptyBootstrap"));
    var ours = await MeasureAsync("EncApi, native", Path.Combine(native, "EncApi"));
    var jit = await MeasureAsync("EncApi, on the JIT", Path.Combine(Checkout.Root, "functions", "EncApi", "bin", "Release", "net10.0"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nnative to nothing {ours / empty:0.0}x, JIT to native {jit / ours:0.0}x"));

    async Task<double> MeasureAsync(string name, string built)
    {
        var root = Path.Combine(folder, Path.GetRandomFileName());
        var bootstrap = Kickoff.Local.Stage.FunctionPackage.Unpack(built, world.Configuration, root);
        await using var function = LambdaFunction.Start(world.EncApi.Options with
        {
            Command = [bootstrap],
            TaskRoot = root,
            Environment = world.EncApi.Options.Environment.ToDictionary(
                variable => variable.Key, variable => variable.Value.Replace(world.EncApi.Options.TaskRoot, root, StringComparison.Ordinal)),
        });
        var times = new List<double>();
        for (var i = -2; i < Times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = await function.InvokeAsync(question);
            if (!answer.Succeeded)
            {
                throw new InvalidOperationException($"{name}: {answer.Error}\n{answer.Log}");
            }

            if (i >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            await function.CoolDownAsync();
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {times[Times / 2]:N0} ms (p90 {times[Times * 9 / 10]:N0} ms)"));
        return times[Times / 2];
    }
}

Directory.Delete(folder, recursive: true);
