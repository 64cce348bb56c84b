using Kickoff.Core.Configuration;

namespace Kickoff.Core.Tests.Configuration;

/// <summary>The faults of a file, one a line as an operator sees them.</summary>
internal static class Faults
{
    public static string[] Of(Action read) => [.. Assert.Throws<ConfigurationException>(read).Faults.Select(fault => fault.ToString())];
}
