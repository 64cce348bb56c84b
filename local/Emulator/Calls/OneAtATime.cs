namespace Kickoff.Local.Emulator.Calls;

/// <summary>Work that must not overlap, in the order it came.</summary>
internal sealed class OneAtATime
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    public Task<T> DoAsync<T>(Func<Task<T>> work)
    {
        lock (_gate)
        {
            var next = AfterAsync(_last, work);
            _last = next;
            return next;
        }
    }

    private static async Task<T> AfterAsync<T>(Task previous, Func<Task<T>> work)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        return await work();
    }
}
