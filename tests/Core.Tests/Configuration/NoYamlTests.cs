using Kickoff.Core.Configuration;

namespace Kickoff.Core.Tests.Configuration;

/// <summary>
/// Files as people leave them in the middle of an edit: each is a fault with its line, never an exception of YamlDotNet's.
/// </summary>
public sealed class NoYamlTests
{
    [Theory]
    [InlineData("web:\n  classes: [a]\n:\n", 3, "a name is missing before ':'")]
    [InlineData("web:\n  classe\n:\n", 3, "a name is missing before ':'")]
    [InlineData("web:\n  parameters:\n    a: 1\n    :\n", 4, "a name is missing before ':'")]
    [InlineData(":\n", 1, "a name is missing before ':'")]
    [InlineData("web:\n  classes: [a]\n  environment: \"\\UFFFFFFFF\"\n", 3, "not YAML: ")]
    [InlineData("web:\n  environment: \"\\ud800\"\n", 2, "not YAML: ")]
    [InlineData("web:\n  classes: !!float[apache\n", 2, "not YAML: ")]
    public void What_is_no_YAML_is_a_fault_with_its_line(string text, int line, string fault)
    {
        var there = Assert.Throws<ConfigurationException>(() => NodeGroupsFile.Read("node_groups.yml", text)).Faults;

        Assert.Contains(there, one => one.Line == line && one.Message.Contains(fault, StringComparison.Ordinal));
    }
}
