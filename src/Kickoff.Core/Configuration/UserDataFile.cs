using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kickoff.Core.Scaling;

namespace Kickoff.Core.Configuration;

/// <summary>Checks a user-data script.</summary>
public static partial class UserDataFile
{
    /// <summary>Before base64 (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html).</summary>
    public const int MostBytes = 16 * 1024;

    private static readonly string[] Placeholders = ["POOL", "REGION", "STACK"];

    public static IEnumerable<Fault> Check(string file, string text)
    {
        // Filled in, the placeholders may become longer: room is left for the longest names there are.
        var bytes = Encoding.UTF8.GetByteCount(UserData.Fill(text, new string('s', 128), new string('p', 128), "ap-southeast-99"));
        if (bytes > MostBytes)
        {
            yield return new Fault(file, 1, string.Create(
                CultureInfo.InvariantCulture, $"{bytes} bytes with its placeholders filled, and EC2 takes {MostBytes}"));
        }

        if (!text.StartsWith("#!", StringComparison.Ordinal) && !text.StartsWith("#cloud-config", StringComparison.Ordinal))
        {
            yield return new Fault(file, 1, "begins neither with #! nor with #cloud-config: cloud-init would not run it");
        }

        var line = 0;
        foreach (var content in text.Split('\n'))
        {
            line++;
            if (content.EndsWith('\r'))
            {
                yield return new Fault(file, line, "ends with a carriage return: the shell would read it as part of the command");
            }

            foreach (var placeholder in Placeholder().Matches(content).Select(match => match.Groups[1].Value).Except(Placeholders))
            {
                yield return new Fault(
                    file, line,
                    $"@{placeholder}@ is not a placeholder; there are @{string.Join("@, @", Placeholders)}@"
                    + Nearest.Hint(placeholder, Placeholders));
            }

            if (PuppetServer().Match(content) is { Success: true } server && IsNobodys(server.Groups[1].Value))
            {
                yield return new Fault(
                    file, line,
                    $"puppet_server is {server.Groups[1].Value}, a name for examples: "
                    + "put the name there that your Puppet server's certificate has");
            }

            if (CaFingerprint().Match(content) is { Success: true } fingerprint && !Sha256().IsMatch(fingerprint.Groups[1].Value))
            {
                yield return new Fault(
                    file, line,
                    "ca_fingerprint is not a SHA-256, 64 hexadecimal digits without colons, as puppet/install prints it; it may be empty");
            }

            // Every process on the server can read user data, and Facter publishes it.
            if (Secret().IsMatch(content))
            {
                yield return new Fault(file, line, "looks like a secret; user data is readable by everything on the server");
            }
        }
    }

    /// <summary>Names nobody may have (RFC 2606, RFC 6761), and the one that the example had.</summary>
    private static bool IsNobodys(string name)
    {
        var labels = name.TrimEnd('.').ToLowerInvariant().Split('.');
        return labels[^1] is "example" or "invalid" or "test"
            || (labels.Length > 1 && labels[^2] == "example" && labels[^1] is "com" or "net" or "org" or "internal");
    }

    // As our own script has them: assignments at the beginning of a line.
    [GeneratedRegex(@"^\s*(?:export\s+)?puppet_server=[""']?([A-Za-z0-9.-]+)")]
    private static partial Regex PuppetServer();

    [GeneratedRegex(@"^\s*(?:export\s+)?ca_fingerprint=[""']?([^\s""'#;$][^\s""'#;]*)")]
    private static partial Regex CaFingerprint();

    [GeneratedRegex("^[0-9A-Fa-f]{64}$")]
    private static partial Regex Sha256();

    [GeneratedRegex("@([A-Z][A-Z0-9_]*)@")]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        @"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY"
        + @"|\b(?i:aws_secret_access_key|secret_access_key|password|passwd|api_?key|auth_?token)\b"
        + @"\s*[=:]\s*[""']?(?!\$|@|<|[""'])[^\s""']{6,}"
        + @"|\bgh[pousr]_[A-Za-z0-9]{20,}|\bxox[abp]-[A-Za-z0-9-]{10,}")]
    private static partial Regex Secret();
}
