namespace Kickoff.Bench.Registration;

/// <summary>A function to measure, and how its queue feeds it.</summary>
internal sealed record Contender(string Name, string Folder, int BatchSize, int Concurrency);
