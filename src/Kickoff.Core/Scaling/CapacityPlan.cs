using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>Why a plan asks for what it asks: a fixture, a hold, a bound, with the servers it stands for.</summary>
public sealed record Reason(int Servers, string Text);

/// <summary>How many servers one pool should have at one instant, and why.</summary>
public sealed record CapacityPlan(string Pool, Instant At, int Desired, ImmutableArray<Reason> Reasons);
