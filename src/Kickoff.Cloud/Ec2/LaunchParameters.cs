using System.Globalization;
using System.Text;
using Amazon.EC2.Model;

namespace Kickoff.Cloud.Ec2;

/// <summary>A launch's parameters as EC2 compares those of two requests with one client token, and a copy of them.</summary>
internal static class LaunchParameters
{
    /// <summary>The same text for the same parameters; lists count in their order, as they were sent.</summary>
    public static string Text(RunInstancesRequest request)
    {
        var text = new StringBuilder();
        Add("image", request.ImageId);
        Add("type", request.InstanceType?.Value);
        Add("subnet", request.SubnetId);
        Add("key", request.KeyName);
        Add("profile", request.IamInstanceProfile?.Name);
        Add("profile-arn", request.IamInstanceProfile?.Arn);
        Add("user-data", request.UserData);
        Add("tokens", request.MetadataOptions?.HttpTokens?.Value);
        Add("min", request.MinCount?.ToString(CultureInfo.InvariantCulture));
        Add("max", request.MaxCount?.ToString(CultureInfo.InvariantCulture));
        foreach (var group in request.SecurityGroupIds ?? [])
        {
            Add("group", group);
        }

        foreach (var specification in request.TagSpecifications ?? [])
        {
            Add("tagged", specification.ResourceType?.Value);
            foreach (var tag in specification.Tags ?? [])
            {
                Add("tag", tag.Key);
                Add("value", tag.Value);
            }
        }

        return text.ToString();

        void Add(string name, string? value) =>
            text.Append(name).Append('=').Append(value?.Length ?? -1).Append(':').Append(value).Append('\n');
    }

    public static RunInstancesRequest Copy(RunInstancesRequest request) => new()
    {
        ClientToken = request.ClientToken,
        ImageId = request.ImageId,
        InstanceType = request.InstanceType,
        SubnetId = request.SubnetId,
        KeyName = request.KeyName,
        IamInstanceProfile = request.IamInstanceProfile is { } profile ? new() { Arn = profile.Arn, Name = profile.Name } : null,
        UserData = request.UserData,
        MetadataOptions = request.MetadataOptions is { } metadata ? new() { HttpTokens = metadata.HttpTokens } : null,
        MinCount = request.MinCount,
        MaxCount = request.MaxCount,
        SecurityGroupIds = request.SecurityGroupIds is { } groups ? [.. groups] : null,
        TagSpecifications = request.TagSpecifications is { } tagged ? [.. tagged.Select(Copy)] : null,
    };

    private static TagSpecification Copy(TagSpecification tagged) => new()
    {
        ResourceType = tagged.ResourceType,
        Tags = [.. (tagged.Tags ?? []).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
    };
}
