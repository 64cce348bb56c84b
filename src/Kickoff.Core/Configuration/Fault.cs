namespace Kickoff.Core.Configuration;

/// <summary>One fault of a file an operator wrote; Line counts from 1.</summary>
public sealed record Fault(string File, int Line, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Message}";
}

/// <summary>Every fault of a file, at once.</summary>
public sealed class ConfigurationException(IReadOnlyList<Fault> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<Fault> Faults { get; } = faults;
}
