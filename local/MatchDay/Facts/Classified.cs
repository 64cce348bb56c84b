using System.Globalization;
using Kickoff.Local;
using Kickoff.Local.Stage;

namespace Kickoff.MatchDay.Facts;

/// <summary>Every server classified through puppet/enc, signed, over HTTP.</summary>
internal static class Classified
{
    public static Fact Of(World world, Story story)
    {
        var good = story.Classifications.Values.Count(IsGood);
        var bad = story.Classifications.Values.FirstOrDefault(classification => !IsGood(classification));
        var ec2Calls = world.Aws.Calls.Of("DescribeInstances").Count(call => call.Caller == world.EncApi.Options.AccessKey);
        return new Fact(
            "Every server was classified through puppet/enc",
            story.Servers.Count > 0 && good == story.Servers.Count,
            string.Create(CultureInfo.InvariantCulture, $"{good} of {story.Servers.Count} servers, at the cost of {ec2Calls} EC2 calls")
            + (bad is null ? "" : $"; {bad.Certname} got exit {bad.ExitCode}: {bad.Output.Split('\n')[0]}"));
    }

    private static bool IsGood(Classification classification) =>
        classification.ExitCode == 0 && classification.Errors.Length == 0
        && classification.Output.StartsWith($"# kickoff {classification.Certname} {classification.Certname} ", StringComparison.Ordinal)
        && classification.Output.Contains("\"classes\":", StringComparison.Ordinal);
}
