using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Faults;

/// <summary>The ways in which AWS fails.</summary>
public static class CommonFaults
{
    /// <summary>Refused; nothing was done.</summary>
    public static Fault Error(string code, int status = 400, string message = "Made by a test.") =>
        (call, _, _) => Task.FromResult<EmulatorReply?>(EmulatorReply.Error(call, code, message, status));

    /// <summary>Throttled as the call's service words it; nothing was done.</summary>
    public static Fault Throttle { get; } = (call, _, _) => Task.FromResult<EmulatorReply?>(call.Service switch
    {
        "ec2" => EmulatorReply.Error(call, "RequestLimitExceeded", "Request limit exceeded.", status: 503),
        "dynamodb" => EmulatorReply.Error(call, "ThrottlingException", "Rate of requests exceeds the allowed throughput."),
        _ => EmulatorReply.Error(call, "Throttling", "Rate exceeded"),
    });

    /// <summary>It was done, and nobody hears of it.</summary>
    public static Fault LoseReply { get; } = async (_, perform, _) =>
    {
        await perform();
        return null;
    };

    /// <summary>It was done, and the caller is told that it failed.</summary>
    public static Fault ErrorAfter(string code, int status = 500) => async (call, perform, _) =>
    {
        await perform();
        return EmulatorReply.Error(call, code, "Made by a test, after the fact.", status);
    };

    /// <summary>The connection is cut; nothing was done.</summary>
    public static Fault Reset { get; } = (_, _, _) => Task.FromResult<EmulatorReply?>(null);

    /// <summary>Done twice, as when a network repeats a call.</summary>
    public static Fault Repeat { get; } = async (_, perform, _) =>
    {
        await perform();
        return await perform();
    };

    /// <summary>Done, but late.</summary>
    public static Fault Delay(TimeSpan delay) => async (_, perform, gone) =>
    {
        await Task.Delay(delay, gone);
        return await perform();
    };

    /// <summary>Nothing is done and no answer ever comes; ends when the caller gives up.</summary>
    public static Fault Hang { get; } = async (_, _, gone) =>
    {
        await Task.Delay(Timeout.Infinite, gone).ContinueWith(_ => { }, TaskScheduler.Default);
        return null;
    };

    /// <summary>Something happens in the world (a process is killed, a server ended) before the call is done.</summary>
    public static Fault Before(Func<EmulatorCall, Task> happens) => async (call, perform, _) =>
    {
        await happens(call);
        return await perform();
    };

    /// <summary>Something happens after the call was done and before the caller hears of it.</summary>
    public static Fault After(Func<EmulatorCall, Task> happens) => async (call, perform, _) =>
    {
        var reply = await perform();
        await happens(call);
        return reply;
    };
}
