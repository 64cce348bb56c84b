using System.Net;
using NodaTime;

namespace Kickoff.Contracts.Servers;

/// <summary>What a story does to AWS past the calls we make: time, people, and what goes wrong.</summary>
public interface IBackstage
{
    void Pass(Duration time);

    /// <summary>How many calls of this action the story has made.</summary>
    int Made(string action);

    /// <summary>Every call of the story is refused with this code until it is disposed of.</summary>
    IDisposable Failing(string code, HttpStatusCode status);

    /// <summary>How many more servers EC2 has for the stage's subnet.</summary>
    void Limit(int left);

    /// <summary>What this launches never passes a health check.</summary>
    Task<string[]> NeverUpAsync(Func<Task<string[]>> launch);

    /// <summary>ModifyInstanceAttribute: it may not be terminated.</summary>
    Task ProtectAsync(string server);

    /// <summary>StopInstances.</summary>
    Task StopAsync(string server);

    /// <summary>StartInstances.</summary>
    Task StartAsync(string server);

    /// <summary>CreateSubnet in this zone; its id.</summary>
    Task<string> SubnetAsync(string zone);

    /// <summary>DeregisterImage of the stage's own.</summary>
    Task DeregisterImageAsync();
}
