using Amazon.EC2.Model;
using Kickoff.Core.Servers;
using NodaTime;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Cloud.Ec2;

/// <summary>One instance as it really is, and what EC2 has shown of it over time.</summary>
public sealed class Ec2Instance
{
    private readonly List<(Instant Since, Server Shown)> _history = [];

    internal Ec2Instance(Server first, RunInstancesRequest launch, long reservation, Instant now, Instant shownFrom)
    {
        Launch = launch;
        Reservation = reservation;
        ShownFrom = shownFrom;
        Change(first, now);
    }

    /// <summary>The request it was launched with, as it came in: what people launched has no client token.</summary>
    public RunInstancesRequest Launch { get; }

    /// <summary>Counts launches: instances of one request have the same.</summary>
    public long Reservation { get; }

    public InstanceId Id => Now.Id;

    public Server Now => _history[^1].Shown;

    /// <summary>DescribeInstances does not know it before.</summary>
    public Instant ShownFrom { get; }

    /// <summary>From when on its application answers a health check in this boot; null: never.</summary>
    public Instant? ReadyAt { get; internal set; }

    /// <summary>When it ended for good, if it has.</summary>
    public Instant? Terminated { get; internal set; }

    /// <summary>An operator's termination protection: EC2 refuses to end it.</summary>
    public bool MayNotBeEnded { get; set; }

    /// <summary>Counts its boots: what was begun in an earlier one does not go on.</summary>
    internal int Boot { get; set; }

    /// <summary>It answers health checks.</summary>
    public bool Answers(Instant at) => Now.State == InstanceState.Running && ReadyAt is { } ready && ready <= at;

    /// <summary>
    /// As a copy of EC2's data that is <paramref name="behind"/> has it; null while that has nothing, or nothing any more.
    /// </summary>
    public Server? ShownAt(Instant now, Duration behind)
    {
        var at = now - behind;
        if (at < ShownFrom || Terminated + Ec2Account.Remembered < at)
        {
            return null;
        }

        for (var i = _history.Count - 1; i >= 0; i--)
        {
            if (_history[i].Since <= at)
            {
                return _history[i].Shown;
            }
        }

        return null;
    }

    internal void Change(Server next, Instant now) => _history.Add((now, next));
}
