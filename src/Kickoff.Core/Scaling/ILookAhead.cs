using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>Looks at what is coming, and says and measures what will want an operator.</summary>
public interface ILookAhead
{
    /// <param name="tick">The minute that looks; not every minute does.</param>
    /// <param name="cancel">Stops it.</param>
    Task LookAsync(Instant tick, CancellationToken cancel);
}
