namespace Kickoff.MatchDay.Facts;

/// <summary>One thing that must be true of the day, whether it is, and the measure of it.</summary>
internal sealed record Fact(string Claim, bool Holds, string Measured);
