using System.Net;
using Kickoff.Cloud;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Contracts.Servers;

/// <summary>Behind a stage in Cloud.</summary>
internal sealed class CloudBackstage(AwsAccount account, StoryCalls calls, StoryBoots boots, string subnet, string image) : IBackstage
{
    public StoryBoots Boots => boots;

    public void Pass(Duration time) => account.Time.RunUntil(account.Time.Now + time);

    public int Made(string action) => calls.Made.Count(made => made == action);

    public IDisposable Failing(string code, HttpStatusCode status)
    {
        calls.Failing = (code, status);
        return new Working(calls);
    }

    public void Limit(int left) => account.Ec2.Capacity.Limit(Lines.InstanceType, subnet, left);

    public async Task<string[]> NeverUpAsync(Func<Task<string[]>> launch)
    {
        boots.ComesUp = false;
        var servers = await launch();
        boots.ComesUp = true;
        return servers;
    }

    public Task ProtectAsync(string server) => ActAsync(() => Find(server).MayNotBeEnded = true);

    public Task StopAsync(string server) => ActAsync(() => account.Ec2.Stop(Find(server)));

    public Task StartAsync(string server) => ActAsync(() => account.Ec2.StartAgain(Find(server)));

    public Task<string> SubnetAsync(string zone)
    {
        account.Ec2.Region.Subnets[$"subnet-in-{zone}"] = new Subnet($"subnet-in-{zone}", zone);
        return Task.FromResult($"subnet-in-{zone}");
    }

    public Task DeregisterImageAsync() => ActAsync(() => account.Ec2.Region.Deregister(image));

    private Ec2Instance Find(string server) => account.Ec2.Find(InstanceId.Parse(server))!;

    private static Task ActAsync(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private sealed class Working(StoryCalls calls) : IDisposable
    {
        public void Dispose() => calls.Failing = null;
    }
}

/// <summary>Every boot is over as soon as time passes, as moto's are.</summary>
internal sealed class StoryBoots : IBoots
{
    public bool ComesUp { get; set; } = true;

    /// <summary>So long DescribeInstances does not show what is launched from now on.</summary>
    public Duration Hidden { get; set; }

    public Boot Next() => new(Duration.Zero, ComesUp ? Duration.Zero : null, null, Hidden);

    public Duration Down() => Duration.Zero;
}
