namespace Kickoff.Tick.Tests.Registration;

/// <summary>Runs asynchronous code on this thread, in an order of its continuations that a seed decides.</summary>
internal sealed class AnyOrder(Random random) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Act, object? State)> _ready = [];

    public override void Post(SendOrPostCallback d, object? state) => _ready.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    public void Run(Func<Task> act)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = act();
            while (!task.IsCompleted)
            {
                Assert.NotEmpty(_ready);
                var at = random.Next(_ready.Count);
                var (next, state) = _ready[at];
                _ready.RemoveAt(at);
                next(state);
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
