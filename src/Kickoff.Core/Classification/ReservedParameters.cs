namespace Kickoff.Core.Classification;

/// <summary>Top-level variables that are Puppet's own (Puppet 7.23: tried one by one).</summary>
public static class ReservedParameters
{
    /// <summary>Puppet drops these without a word; we do not send them.</summary>
    public static IReadOnlyList<string> Ignored { get; } = ["environment", "trusted"];

    /// <summary>Kickoff itself says what these are; a group that sets one would be overruled without a word.</summary>
    public static IReadOnlyList<string> Kickoffs { get; } = ["ec2", "ec2_tags"];

    /// <summary>A catalogue with a parameter of this name does not compile.</summary>
    public static bool FailCompilation(string name) =>
        name is "facts" or "server_facts" or "name" or "title" or "module_name" || (name.Length > 0 && name.All(char.IsAsciiDigit));

    public static bool Contains(string name) => FailCompilation(name) || Ignored.Contains(name);
}
