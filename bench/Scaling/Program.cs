// Planning a year, and one tick over a large account: our own time and memory; what the model of AWS in memory takes is left out.
//   dotnet run -c Release --project bench/Scaling
using Kickoff.Bench.Scaling;

await Console.Out.WriteLineAsync("| | processor time, median | allocated |\n|---|---|---|");
await Console.Out.WriteLineAsync(YearPlan.Run(pools: 20, fixtures: 10_000));
await Console.Out.WriteLineAsync(YearPlan.RunSampled(pools: 20, fixtures: 10_000));
await Console.Out.WriteLineAsync(await LargeAccountTick.RunAsync(pools: 20, servers: 10_000, fixtures: 10_000));
await Console.Out.WriteLineAsync($"\nMemory of this process at its most: {Measured.PeakMegabytes()} MB");
