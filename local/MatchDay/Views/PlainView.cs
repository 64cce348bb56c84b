using System.Globalization;

namespace Kickoff.MatchDay.Views;

/// <summary>A line whenever something has changed: for logs and pipes.</summary>
internal sealed class PlainView(TextWriter output) : IDayView
{
    public Task<Story> ShowAsync(Func<Action<Moment>, Task<Story>> play)
    {
        var last = new Dictionary<string, PoolMoment>(StringComparer.Ordinal);
        return play(moment =>
        {
            foreach (var pool in moment.Pools.Where(pool => last.GetValueOrDefault(pool.Pool) != pool))
            {
                last[pool.Pool] = pool;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{Clock.Utc(moment.At)}  {pool.Pool}: {pool.Planned} planned, {pool.Launched} launched, {pool.InService} in service, "
                        + $"{pool.Draining} draining  ({NextKickoff.Text(moment.Plan, moment.At)})"));
            }
        });
    }
}
