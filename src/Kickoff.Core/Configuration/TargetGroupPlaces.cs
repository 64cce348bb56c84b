using Kickoff.Core.Registration;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>
/// Target groups of another account or region than the stack's, at which no server of it can be registered. Where the stack is deployed to
/// is not known to the file; but it is one account and region, so where target groups of several are named, the few are wrong.
/// </summary>
internal static class TargetGroupPlaces
{
    public static void Check(IReadOnlyCollection<(TargetGroup Named, YamlNode At)> targetGroups, AwsPlace stack, FaultList faults)
    {
        Check(targetGroups, "region", targetGroup => targetGroup.Arn.Split(':')[3], stack.Region, faults);
        Check(targetGroups, "account", targetGroup => targetGroup.Arn.Split(':')[4], stack.AccountId, faults);
    }

    private static void Check(
        IReadOnlyCollection<(TargetGroup Named, YamlNode At)> targetGroups,
        string what,
        Func<TargetGroup, string> of,
        string? stacks,
        FaultList faults)
    {
        var most = targetGroups.GroupBy(one => of(one.Named)).OrderByDescending(one => one.Count()).FirstOrDefault()?.Key;
        foreach (var (named, at) in targetGroups.Where(one => of(one.Named) != (stacks ?? most)))
        {
            faults.Add(at, stacks is not null
                ? $"{named.Arn} is of {what} {of(named)}, and the stack is of {stacks}: its servers cannot be registered there"
                : $"{named.Arn} is of {what} {of(named)}, others are of {most}; a stack's servers can be registered in one {what} only");
        }
    }
}
