namespace Kickoff.Core.Enrolment;

/// <summary>Whether a caller is the Puppet server: API Gateway tells the assumed role's ARN, the template the role's own.</summary>
public static class PuppetServerRole
{
    /// <summary>
    /// <c>arn:aws:sts::123456789012:assumed-role/NAME/session</c> is a session of <c>arn:aws:iam::123456789012:role/path/NAME</c>: the path is
    /// not in it, and names are unique in an account.
    /// </summary>
    public static bool IsCaller(string? userArn, string? roleArn)
    {
        if (string.IsNullOrEmpty(roleArn) || string.IsNullOrEmpty(userArn))
        {
            return false;
        }

        var user = userArn.Split(':', 6);
        var role = roleArn.Split(':', 6);
        return user.Length == 6 && role.Length == 6
            && user[1] == role[1] && user[2] == "sts" && user[4] == role[4]
            && user[5].Split('/') is ["assumed-role", var name, _]
            && role[5].StartsWith("role/", StringComparison.Ordinal) && role[5].Split('/')[^1] == name;
    }
}
