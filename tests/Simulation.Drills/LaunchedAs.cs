using System.Globalization;
using System.Text;
using Amazon.EC2.Model;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using LaunchSpecification = Kickoff.Core.Scaling.LaunchSpecification;

namespace Kickoff.Simulation.Drills;

/// <summary>Holds what EC2 was asked for against the ledger and against fleet.yml.</summary>
internal static class LaunchedAs
{
    /// <summary>What a launch has otherwise than the ledger, or than its pool's file; null when nothing.</summary>
    public static string? Differs(RunInstancesRequest request, LaunchIntent intent, LaunchSpecification specification)
    {
        var tags = request.TagSpecifications is [{ ResourceType.Value: "instance" } tagged]
            ? tagged.Tags.ToDictionary(tag => tag.Key, tag => tag.Value) : [];
        var image = specification.Image is ImageSource.Fixed one ? one.ImageId : Scene.NewestImage;
        var profile = request.IamInstanceProfile?.Name ?? request.IamInstanceProfile?.Arn;
        (string What, string? Asked, string? Ledger, string? File)[] facts =
        [
            ("image", request.ImageId, intent.Request.ImageId, image),
            ("type", request.InstanceType.Value, intent.Request.InstanceType, Among(
                specification.InstanceTypes, request.InstanceType.Value)),
            ("subnet", request.SubnetId, intent.Request.SubnetId, Among(specification.Subnets, request.SubnetId)),
            ("groups", string.Join(' ', request.SecurityGroupIds), string.Join(' ', intent.Request.SecurityGroups), string.Join(
                ' ', specification.SecurityGroups)),
            ("key", request.KeyName, intent.Request.KeyName, specification.KeyName),
            ("profile", profile, intent.Request.InstanceProfile, specification.InstanceProfile),
            ("user data", Decoded(request.UserData), intent.Request.UserData, specification.UserData),
            ("count", Number(request.MaxCount), Number(intent.Request.Count), Number(request.MaxCount)),
            ("least count", Number(request.MinCount), "1", "1"),
            ("metadata tokens", request.MetadataOptions?.HttpTokens?.Value, "required", "required"),
            ("tags", Sorted(tags), Sorted(intent.Request.Tags), Sorted(tags)),
            ("tag of the stack", tags.GetValueOrDefault(KickoffTags.Stack), Scene.Stack, Scene.Stack),
            ("tag of the launch", tags.GetValueOrDefault(KickoffTags.Launch), Text(intent.Id), Text(intent.Id)),
        ];
        var wrong = Array.Find(facts, fact => fact.Asked != fact.Ledger || fact.Asked != fact.File);
        return wrong.What is not null ? $"{wrong.What} is '{wrong.Asked}', in the ledger '{wrong.Ledger}', in the file '{wrong.File}'"
            : specification.Tags.FirstOrDefault(tag => tags.GetValueOrDefault(tag.Key) != tag.Value) is { Key: { } key }
                ? $"it has no tag {key}"
            : null;
    }

    private static string? Among(IEnumerable<string> allowed, string asked) => allowed.FirstOrDefault(one => one == asked);

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(Guid id) => id.ToString("D");

    private static string? Decoded(string? base64) => base64 is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static string Sorted(IEnumerable<KeyValuePair<string, string>> tags) =>
        string.Join(' ', tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
}
