using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kickoff.Core.Configuration;

/// <summary>Checks a user-data script and fills its placeholders.</summary>
public static partial class UserDataFile
{
    /// <summary>Before base64 (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html).</summary>
    public const int MostBytes = 16 * 1024;

    private static readonly string[] Placeholders = ["POOL", "REGION", "STACK"];

    public static IEnumerable<Fault> Check(string file, string text)
    {
        // Filled in, the placeholders may become longer: room is left for the longest names there are.
        var bytes = Encoding.UTF8.GetByteCount(Fill(text, new string('s', 128), new string('p', 128), "ap-southeast-99"));
        if (bytes > MostBytes)
        {
            yield return new Fault(file, 1, string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes with its placeholders filled, and EC2 takes {MostBytes}"));
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
                yield return new Fault(file, line, $"@{placeholder}@ is not a placeholder; there are @{string.Join("@, @", Placeholders)}@{Nearest.Hint(placeholder, Placeholders)}");
            }

            // Every process on the server can read user data, and Facter publishes it.
            if (Secret().IsMatch(content))
            {
                yield return new Fault(file, line, "looks like a secret; user data is readable by everything on the server");
            }
        }
    }

    public static string Fill(string text, string stack, string pool, string region) => text
        .Replace("@STACK@", stack, StringComparison.Ordinal)
        .Replace("@POOL@", pool, StringComparison.Ordinal)
        .Replace("@REGION@", region, StringComparison.Ordinal);

    [GeneratedRegex("@([A-Z][A-Z0-9_]*)@")]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        @"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|\b(?i:aws_secret_access_key|secret_access_key|password|passwd|api_?key|auth_?token)\b\s*[=:]\s*[""']?(?!\$|@|<|[""'])[^\s""']{6,}|\bgh[pousr]_[A-Za-z0-9]{20,}|\bxox[abp]-[A-Za-z0-9-]{10,}")]
    private static partial Regex Secret();
}
