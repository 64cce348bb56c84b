using System.Text.RegularExpressions;

namespace Kickoff.Core.Configuration;

/// <summary>
/// What can be a security group's name (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html, GroupName: up
/// to 255 of <c>a-z A-Z 0-9</c>, spaces and <c>._-:/()#,@[]+=&amp;;{}!$*</c>, not beginning with <c>sg-</c>, without spaces at its end).
/// </summary>
internal static partial class SecurityGroupName
{
    /// <summary>Why no server can ever be in a group of this name; null when one can.</summary>
    public static string? Fault(string name) =>
        name.StartsWith("sg-", StringComparison.OrdinalIgnoreCase)
            ? "is a security group's id; its name belongs here (no name begins with sg-)"
        // EC2 allows a star in a name. Who writes one here means a pattern.
        : name.Contains('*', StringComparison.Ordinal) || Pattern().IsMatch(name)
            ? "is taken as it is, there are no patterns; write each group's name (\"*\" alone is for servers that no group is for)"
        : name.Length > 255 ? "is longer than 255 characters, which no security group's name is"
        : name.Length == 0 || name[0] == ' ' || name[^1] == ' '
            ? "begins or ends with a space, or is empty, which no security group's name is"
        : !Form().IsMatch(name) ? "is no security group's name: EC2 takes ASCII letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*"
        : null;

    [GeneratedRegex(@"\A[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*\z")]
    private static partial Regex Form();

    /// <summary>Regular expressions as Puppet's node definitions have them, globs, and Hiera's interpolation.</summary>
    [GeneratedRegex(@"\A/.+/\z|[\^?|\\]|%\{|\$\{")]
    private static partial Regex Pattern();
}
