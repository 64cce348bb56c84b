using NodaTime;

namespace Kickoff.Simulation.Drills;

/// <summary>A promise that was broken, when, and by or to whom.</summary>
public sealed record Violation(string Promise, Instant At, string Subject, string What);
