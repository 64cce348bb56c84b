namespace Kickoff.Core;

/// <summary>
/// Several calls under way at once, but not too many. It keeps to the caller's context, so that a simulation which owns the context
/// decides every interleaving.
/// </summary>
public static class InParallel
{
    /// <summary>
    /// Awaits <paramref name="act"/> for each item, at most <paramref name="most"/> at a time; when it returns, none is running.
    /// </summary>
    public static async Task EachAsync<T>(IReadOnlyList<T> items, int most, Func<T, Task> act)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        var next = -1;
        var workers = new Task[Math.Min(most, items.Count)];
        for (var worker = 0; worker < workers.Length; worker++)
        {
            workers[worker] = WorkAsync();
        }

        await Task.WhenAll(workers);

        async Task WorkAsync()
        {
            for (var index = Interlocked.Increment(ref next); index < items.Count; index = Interlocked.Increment(ref next))
            {
                await act(items[index]);
            }
        }
    }

    /// <summary>The answers in the order of the items.</summary>
    public static async Task<TAnswer[]> MapAsync<T, TAnswer>(IReadOnlyList<T> items, int most, Func<T, Task<TAnswer>> ask)
    {
        var answers = new TAnswer[items.Count];
        await EachAsync([.. Enumerable.Range(0, items.Count)], most, async index => answers[index] = await ask(items[index]));
        return answers;
    }
}
