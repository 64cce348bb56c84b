// From exec to the first answer, and size, of each function, native, beside a native bootstrap that does nothing and the same code on the
// JIT.
// EncApi answers a question that costs one DynamoDB call, over plain HTTP to the emulator; the others an event that costs none.
//   eng/functions
//   dotnet publish bench/EmptyBootstrap -c Release -r linux-x64 -p:Publishing=true -p:RestorePackagesWithLockFile=false \
//       -p:NuGetLockFilePath=none.lock.json --artifacts-path .work/publish/bench -o .work/publish/bench/EmptyBootstrap
//   dotnet run -c Release --project bench/ColdStart [-- FOLDER...]      (of functions; default .work/functions)
using System.Diagnostics;
using System.Globalization;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Lambda;
using Kickoff.Local.Stage;

const int Times = 20;
var folder = Checkout.NewWorkDirectory("bench-cold-start");
var natives = args.Length > 0 ? args : [Path.Combine(Checkout.Root, ".work", "functions")];
await using (var world = await World.StartAsync(new WorldOptions { Directory = folder }))
{
    var launched = await world.Stage.Ec2Async("RunInstances",
        ("ImageId", MachineImages.NewestNoble), ("InstanceType", "m7i.large"), ("MinCount", "1"), ("MaxCount", "1"),
        ("SubnetId", world.Surroundings.Subnets.Values.First()),
        ("SecurityGroupId.1", world.Surroundings.SecurityGroups["backend-production"]));
    var server = launched.Descendants("instanceId").Single().Value;
    var questions = new (LambdaFunction Function, string Question)[]
    {
        (world.EncApi, $$$"""{"version":"2.0","routeKey":"GET /nodes/{certname}","pathParameters":{"certname":"{{{server}}}"}}"""),
        (world.OnInstanceRunning, """{"Records":[]}"""),
        // Refused for its age.
        (world.ScaleSchedule, """{"time":"2012-06-28T18:45:00Z","detail":{}}"""),
    };
    // EC2 is asked once; the inventory answers from then on.
    await world.EncApi.InvokeAsync(questions[0].Question);

    var empty = await MeasureAsync(
        "a bootstrap that does nothing", world.EncApi, questions[0].Question,
        Path.Combine(Checkout.Root, ".work", "publish", "bench", "EmptyBootstrap"));
    foreach (var native in natives)
    {
        Console.WriteLine(native);
        foreach (var (function, question) in questions)
        {
            var ours = await MeasureAsync($"  {function.Options.Name}", function, question, Path.Combine(native, function.Options.Name));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {ours / empty:0.0} times the one that does nothing"));
        }
    }

    await MeasureAsync("EncApi on the JIT", world.EncApi, questions[0].Question, FunctionPackage.Built("EncApi"));

    async Task<double> MeasureAsync(string name, LambdaFunction like, string question, string built)
    {
        var root = Path.Combine(folder, Path.GetRandomFileName());
        var bootstrap = FunctionPackage.Unpack(built, world.Configuration, root);
        await using var function = LambdaFunction.Start(like.Options with
        {
            Command = [bootstrap],
            TaskRoot = root,
            Environment = like.Options.Environment.ToDictionary(
                variable => variable.Key, variable => variable.Value.Replace(like.Options.TaskRoot, root, StringComparison.Ordinal)),
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
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {times[Times / 2]:N0} ms (p90 {times[Times * 9 / 10]:N0} ms), {new FileInfo(bootstrap).Length / 1e6:N1} MB"));
        return times[Times / 2];
    }
}

Directory.Delete(folder, recursive: true);
