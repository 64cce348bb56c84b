using System.Globalization;
using Kickoff.Core.Scaling;
using Kickoff.Tick.Tests.Calls;
using NodaTime;

namespace Kickoff.Bench.Scaling;

/// <summary>
/// A whole tick through the real adapters, sweep included, over an account in which everything is as it should be, which is most minutes.
/// </summary>
internal static class LargeAccountTick
{
    private const int Warm = 3;
    private const int Runs = 15;

    public static async Task<string> RunAsync(int pools, int servers, int fixtures)
    {
        var account = new LargeAccount(pools);
        await account.FillAsync(servers, fixtures);
        var share = new ModelsShare();
        var tick = account.Procedures(aws => new CallsBetween(aws, share)).Tick(
            Inputs.Pools(pools), account.Desired, new TickSettings(LargeAccount.Stack, Duration.FromMinutes(5)));
        var (times, bytes) = (new List<double>(), 0L);
        for (var run = -Warm; run < Runs; run++)
        {
            account.Pass(Duration.FromMinutes(1));
            share.Clear();
            var (start, before) = (Measured.Processor, GC.GetTotalAllocatedBytes(precise: true));
            await tick.RunAsync(account.Now, account.Now + Duration.FromSeconds(48), CancellationToken.None);
            if (run >= 0)
            {
                times.Add((Measured.Processor - start - share.Time).TotalMilliseconds);
                bytes = GC.GetTotalAllocatedBytes(precise: true) - before - share.Bytes;
            }
        }

        times.Sort();
        return share.Writes == 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"| a tick over {servers:N0} servers in {pools} pools and {fixtures:N0} fixtures, {share.Calls} calls | "
                    + $"{times[Runs / 2]:N0} ms | {bytes / 1_000_000.0:N1} MB |")
            : throw new InvalidOperationException("The tick found something to do: this measures one that does not.");
    }
}
