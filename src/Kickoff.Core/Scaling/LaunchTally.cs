using System.Globalization;
using Kickoff.Core.Telemetry;

namespace Kickoff.Core.Scaling;

/// <summary>What one pool's launches of one tick came to.</summary>
internal sealed class LaunchTally(Pool pool, int wanted, int room, IJournal journal)
{
    private bool _noCapacity;
    private string? _refusal;

    public int Launched { get; private set; }

    public int Missing => wanted - Launched;

    /// <summary>Servers that may be there without an answer, or with one from an earlier tick, count as if they were.</summary>
    public int Room { get; private set; } = room;

    /// <summary>Servers that may be there without an answer from this tick.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Notes what became of one candidate's launch of so many servers.</summary>
    public void Note(int asked, LaunchResult result)
    {
        switch (result)
        {
            case LaunchResult.Launched { Intent.Instances.Length: var servers }:
                Launched += servers;
                Room -= servers;
                break;
            case LaunchResult.Failed failed:
                Fails(failed.Kind, failed.Why);
                break;
            case LaunchResult.Open:
                Unanswered += asked;
                Room -= asked;
                break;
            default:
                throw new InvalidOperationException($"A result nobody knows: {result}");
        }
    }

    /// <summary>A candidate that is waited with has what it failed by still.</summary>
    public void Waits(LaunchFailures after) => Fails(after.Last, after.Outcome);

    private void Fails(LaunchFailure kind, string why)
    {
        _noCapacity |= kind == LaunchFailure.NoCapacity;
        _refusal = kind == LaunchFailure.Refused ? why : _refusal;
    }

    /// <summary>
    /// What an operator should know, once a tick. A refusal is said although others made up for it: it will be missed one day.
    /// </summary>
    public void Tell()
    {
        Tell(Metrics.LaunchRefused, _refusal is not null, $"EC2 refused: {_refusal}");
        Tell(Metrics.LaunchUnanswered, Unanswered > 0,
            "EC2 did not answer; what it may have launched counts against the maximum until it is looked up");
        Tell(Metrics.NoCapacity, _noCapacity && Missing > 0, "a type has no capacity in any subnet that was tried");
        if (Missing > 0)
        {
            journal.Record(new(JournalLevel.Error, "launch", pool.Name, string.Create(
                CultureInfo.InvariantCulture, $"{Missing} of {wanted} servers could not be launched; the next tick tries again")));
            journal.Measure(Metrics.NotLaunched.Of(pool.Name, Missing));
        }
    }

    private void Tell(MetricDefinition metric, bool happened, string reason)
    {
        if (happened)
        {
            journal.Record(new(JournalLevel.Error, "launch", pool.Name, reason));
            journal.Measure(metric.Of(pool.Name, 1));
        }
    }
}
