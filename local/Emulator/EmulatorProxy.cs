using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Emulator.Corrections;
using Kickoff.Local.Emulator.Faults;
using Microsoft.AspNetCore.Http;

namespace Kickoff.Local.Emulator;

/// <summary>
/// Stands before moto, is what every client calls, and records each call. It puts right what moto does unlike AWS (Corrections) and
/// is where tests make AWS fail (Faults).
/// </summary>
public sealed class EmulatorProxy : IAsyncDisposable
{
    private readonly Upstream _upstream;
    private readonly Dictionary<(string Service, string Action), Correction> _corrections;
    private readonly Lock _door = new();
    private LoopbackServer? _server;
    private Task _refusing = Task.CompletedTask;

    private EmulatorProxy(Uri moto, EmulatorBehaviour behaviour)
    {
        Behaviour = behaviour;
        _upstream = new Upstream(moto);
        Servers = new EmulatedServers(_upstream, behaviour);
        var targets = new TargetGroups(Servers, _upstream, behaviour);
        var classic = new ClassicLoadBalancers(Servers, _upstream);
        _corrections = new Launches(Servers, _upstream, behaviour).Corrections
            .Concat(new StateChanges(Servers, _upstream, classic, targets).Corrections)
            .Concat(new Descriptions(Servers, _upstream).Corrections)
            .Concat(classic.Corrections)
            .Concat(targets.Corrections)
            .Concat(new DynamoDbBatches(_upstream).Corrections)
            .ToDictionary();
    }

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    public CallLog Calls { get; } = new();

    public FaultRules Faults { get; } = new();

    public EmulatorBehaviour Behaviour { get; }

    /// <summary>The servers as their owner would know them: launch times, states, and a word at each change.</summary>
    public EmulatedServers Servers { get; }

    public static async Task<EmulatorProxy> StartAsync(Uri moto, EmulatorBehaviour? behaviour = null, CancellationToken cancel = default)
    {
        var proxy = new EmulatorProxy(moto, behaviour ?? new EmulatorBehaviour());
        proxy._server = await LoopbackServer.StartAsync(proxy.ServeAsync, cancel: cancel);
        proxy.Endpoint = proxy._server.Endpoint;
        return proxy;
    }

    /// <summary>Connections are refused until <see cref="AcceptConnectionsAsync"/>; a caller need not wait until they are.</summary>
    public Task RefuseConnectionsAsync()
    {
        lock (_door)
        {
            if (_server is { } server)
            {
                _server = null;
                _refusing = server.DisposeAsync().AsTask();
            }

            return _refusing;
        }
    }

    /// <summary>On the same port, which is free when the refusing is done.</summary>
    public async Task AcceptConnectionsAsync()
    {
        await _refusing;
        _server ??= await LoopbackServer.StartAsync(ServeAsync, Endpoint.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await RefuseConnectionsAsync();
        _upstream.Dispose();
    }

    private async Task ServeAsync(HttpContext http)
    {
        var body = await LoopbackServer.ReadBodyAsync(http);
        var call = Calls.Add(number => new EmulatorCall(number, Behaviour.Clock.GetUtcNow(), http.Request, body));
        EmulatorReply? reply;
        try
        {
            reply = await TryAsync(() => Faults.ActAsync(call, () => PerformAsync(call), http.RequestAborted));
            call.Status = reply?.Status;
            call.ErrorCode = reply?.ErrorCode;
        }
        finally
        {
            call.End();
        }

        if (reply is null)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = reply.Status;
        http.Response.ContentType = reply.ContentType;
        http.Response.ContentLength = reply.Content.Length;
        foreach (var (name, value) in reply.Headers)
        {
            http.Response.Headers[name] = value;
        }

        await http.Response.Body.WriteAsync(reply.Content, http.RequestAborted);
    }

    // Where moto is gone, nobody answers.
    private static async Task<EmulatorReply?> TryAsync(Func<Task<EmulatorReply?>> act)
    {
        try
        {
            return await act();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    // A caller that has gone does not undo what it asked for: no cancellation from here on.
    private Task<EmulatorReply> PerformAsync(EmulatorCall call) =>
        _corrections.TryGetValue((call.Service, call.Action), out var correct) ? correct(call) : _upstream.ForwardAsync(call);
}
