using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// Keeps what this process plans by, at its first tick: one read, and a write after a deploy that changed it. Until that is done each tick
/// tries.
/// </summary>
public sealed class DeployedPlanNote(IDeployedPlans plans, DeployedPlan mine, IJournal journal) : ILookAhead
{
    private bool _isKept;

    public async Task LookAsync(Instant tick, CancellationToken cancel)
    {
        if (_isKept)
        {
            return;
        }

        try
        {
            if (await plans.ReadAsync(cancel) is not { } there || there with { Since = mine.Since } != mine)
            {
                await plans.PutAsync(mine with { Since = tick }, cancel);
            }

            _isKept = true;
        }
        catch (UnavailableException unavailable)
        {
            journal.Record(new(JournalLevel.Warning, "deployed plan not kept", mine.Stack, unavailable.Message));
        }
    }
}

/// <summary>Several, one after the other.</summary>
public sealed class LookAheads(params IReadOnlyList<ILookAhead> all) : ILookAhead
{
    public async Task LookAsync(Instant tick, CancellationToken cancel)
    {
        foreach (var one in all)
        {
            await one.LookAsync(tick, cancel);
        }
    }
}
