// What a classification costs.
//   dotnet run -c Release --project bench/Classification function    EncApi's own time and allocations, by recorded EC2 answers
//   dotnet run -c Release --project bench/Classification enc         puppet/enc from exec to YAML, beside a boto3 classifier and bare curl
// enc wants the native function: eng/functions makes it.
using Kickoff.Bench.Classification;

switch (args)
{
    case ["function"]:
        await OwnTime.RunAsync(10, 1_000, 10_000);
        return 0;
    case ["enc"]:
        await EncScript.RunAsync(servers: 1_000, times: 50);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: Classification function|enc");
        return 2;
}
