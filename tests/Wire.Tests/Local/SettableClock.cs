namespace Kickoff.Wire.Tests.Local;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
