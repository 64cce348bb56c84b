// 500 servers starting together: OnInstanceRunning beside a handler that looks up and registers each event by itself.
//   dotnet run -c Release --project bench/Registration [SERVERS [COPIES]] [--limits]
// --limits puts AWS's request limits before the emulator. A native OnInstanceRunning in out/OnInstanceRunning runs as a third.
using System.Globalization;
using Kickoff.Bench.Registration;
using Kickoff.Local;
using Kickoff.Local.Emulator;

var numbers = args.Where(arg => arg != "--limits").Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
var (servers, copies, limits) = (
    numbers.ElementAtOrDefault(0) is > 0 and var s ? s : 500, numbers.ElementAtOrDefault(1) is > 0 and var c ? c : 3,
    args.Contains("--limits"));
var folder = Checkout.NewWorkDirectory("bench-registration");

string Built(string project) => Path.Combine(Checkout.Root, project, "bin", "Release", "net10.0");
var contenders = new List<Contender>
{
    new("one event, one call", Built("bench/OneEventOneCall"), BatchSize: 10, Concurrency: 2),
    new("OnInstanceRunning", Built("functions/OnInstanceRunning"), BatchSize: 1000, Concurrency: 2),
};
var native = Path.Combine(Checkout.Root, "out", "OnInstanceRunning");
if (File.Exists(Path.Combine(native, "bootstrap")))
{
    contenders.Add(new("OnInstanceRunning, native", native, BatchSize: 1000, Concurrency: 2));
}

try
{
    var columns = new List<Figures>();
    foreach (var contender in contenders)
    {
        // Each has an emulator of its own: it grows slower with what it holds.
        await using var moto = await Moto.StartAsync(Path.Combine(folder, $"moto-{columns.Count}"));
        await using var proxy = await EmulatorProxy.StartAsync(moto.Endpoint);
        if (limits)
        {
            AwsLimits.Apply(proxy);
        }

        columns.Add(await new Race(proxy, folder).RunAsync(contender, servers, copies));
    }

    Console.WriteLine(
        $"{servers} servers starting together, each event {copies} times, in any order{(limits ? ", AWS's request limits" : "")}");
    Console.WriteLine();
    Console.WriteLine($"| | {string.Join(" | ", contenders.Select(contender => contender.Name))} |");
    Console.WriteLine($"|---|{string.Concat(contenders.Select(_ => "---|"))}");
    foreach (var (name, show) in Figures.Rows)
    {
        Console.WriteLine($"| {name} | {string.Join(" | ", columns.Select(show))} |");
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
