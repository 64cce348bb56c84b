using System.Diagnostics;
using Kickoff.Local.Api;

namespace Kickoff.Wire.Tests.Local;

/// <summary>curl's own signing, as puppet/enc uses it.</summary>
internal static class SignedCurl
{
    public static async Task<(string Status, string Body)> AskAsync(ApiCredential credential, Uri url, params string[] more)
    {
        string[] arguments =
        [
            "-s", "-w", "\n%{http_code}", "--aws-sigv4", "aws:amz:eu-west-1:execute-api", "--user",
            $"{credential.AccessKey}:{credential.SecretKey}",
            "-H", $"x-amz-security-token: {credential.SessionToken}", .. more, url.ToString(),
        ];
        using var curl = Process.Start(new ProcessStartInfo("curl", arguments) { RedirectStandardOutput = true })!;
        var lines = (await curl.StandardOutput.ReadToEndAsync()).Split('\n');
        await curl.WaitForExitAsync();
        return (lines[^1], string.Join('\n', lines[..^1]));
    }
}
