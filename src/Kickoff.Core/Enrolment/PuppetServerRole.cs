using System.Text.RegularExpressions;

namespace Kickoff.Core.Enrolment;

/// <summary>
/// Whether a caller is a Puppet server: the CA, or a compiler that has a role of its own. API Gateway tells the assumed role's ARN, the
/// template the roles' own.
/// </summary>
public static partial class PuppetServerRole
{
    /// <summary>
    /// <c>arn:aws:sts::123456789012:assumed-role/NAME/session</c> is a session of <c>arn:aws:iam::123456789012:role/path/NAME</c>: the
    /// path is not in it, and names are unique in an account. <paramref name="roleArns"/> are ARNs with commas between them; a role's
    /// name may have a comma in it, and none begins with arn:.
    /// </summary>
    public static bool IsCaller(string? userArn, string? roleArns) =>
        !string.IsNullOrEmpty(roleArns) && !string.IsNullOrEmpty(userArn)
        && BetweenArns().Split(roleArns.Trim()).Any(roleArn => IsSession(userArn.Split(':', 6), roleArn.Split(':', 6)));

    private static bool IsSession(string[] user, string[] role) =>
        user.Length == 6 && role.Length == 6
        && user[1] == role[1] && user[2] == "sts" && user[4] == role[4]
        && user[5].Split('/') is ["assumed-role", var name, _]
        && role[5].StartsWith("role/", StringComparison.Ordinal) && role[5].Split('/')[^1] == name;

    [GeneratedRegex(@"\s*,\s*(?=arn:)")]
    private static partial Regex BetweenArns();
}
