using System.Globalization;
using Amazon.EC2.Model;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Cloud.Ec2;

/// <summary>
/// Here: DescribeInstances and DescribeImages (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html). What was
/// launched is shown late, and a copy may be behind ("Eventual consistency", devguide/eventual-consistency.html).
/// </summary>
public sealed partial class Ec2Account
{
    private const string PageToken = "after-";

    /// <param name="request">As the SDK takes it.</param>
    /// <param name="behind">How old the copy is from which it is answered.</param>
    public DescribeInstancesResponse DescribeInstances(DescribeInstancesRequest request, Duration behind = default)
    {
        var ids = request.InstanceIds is { Count: > 0 } named ? named.ToHashSet(StringComparer.Ordinal) : null;
        if (request.MaxResults is { } results && (results is < 5 or > 1000))
        {
            throw Ec2Errors.InvalidValue($"Value ( {results} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.");
        }

        if (ids is not null && request.MaxResults is not null)
        {
            throw Ec2Errors.InvalidCombination("The parameter instancesSet cannot be used with the parameter maxResults");
        }

        var filters = InstanceFilter.Of(request.Filters ?? []);
        var shown = Instances.Select(server => (Server: server, As: server.ShownAt(time.Now, behind))).Where(pair => pair.As is not null)
            .Select(pair => (pair.Server, As: pair.As!)).ToArray();
        foreach (var id in ids ?? [])
        {
            if (!InstanceId.TryParse(id, out var wanted))
            {
                throw Ec2Errors.MalformedInstance(id);
            }

            if (!Array.Exists(shown, pair => pair.As.Id == wanted))
            {
                throw Ec2Errors.NoSuchInstance(id);
            }
        }

        var reservations = shown
            .Where(pair => (ids?.Contains(pair.As.Id.Value) ?? true)
                && Array.TrueForAll(filters, filter => filter.Passes(pair.Server, pair.As)))
            .GroupBy(pair => pair.Server.Reservation).OrderBy(reservation => reservation.Key);
        var after = After(request.NextToken);
        var left = reservations.Where(reservation => reservation.Key > after).ToArray();
        var page = left.Take(Math.Min(request.MaxResults ?? int.MaxValue, Region.PageSize)).ToArray();
        return new DescribeInstancesResponse
        {
            Reservations = [.. page.Select(
                reservation => new Reservation { Instances = [.. reservation.Select(pair => Described(pair.Server, pair.As))] })],
            NextToken = page.Length < left.Length ? PageToken + page[^1].Key.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    /// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html; in no order.</summary>
    public DescribeImagesResponse DescribeImages(DescribeImagesRequest request)
    {
        var images = Region.Images.Where(image =>
            image.State != MachineImage.Deregistered && (request.Owners is not { Count: > 0 } owners || owners.Contains(image.Owner)));
        foreach (var filter in request.Filters ?? [])
        {
            images = images.Where(image => (filter.Values ?? []).Exists(pattern => InstanceFilter.Matches(pattern, filter.Name switch
            {
                "name" => image.Name,
                "state" => image.State,
                "image-id" => image.Id,
                _ => throw Ec2Errors.InvalidValue($"The filter '{filter.Name}' is invalid"),
            })));
        }

        var found = images.ToArray();
        var from = (int)Math.Min(Math.Max(After(request.NextToken), 0), found.Length);
        var page = found.Skip(from).Take(Math.Min(request.MaxResults ?? int.MaxValue, Region.PageSize)).ToArray();
        return new DescribeImagesResponse
        {
            Images = [.. page.Select(
                image => new Image { ImageId = image.Id, Name = image.Name, CreationDate = image.Created, State = image.State })],
            NextToken = from + page.Length < found.Length ? PageToken + (from + page.Length).ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private static long After(string? token) =>
        string.IsNullOrEmpty(token) ? -1
        : token.StartsWith(PageToken, StringComparison.Ordinal)
            && long.TryParse(token[PageToken.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after
        : throw Ec2Errors.Of("InvalidNextToken", "The token is invalid.");

    private Instance Described(Ec2Instance server, Server shown) => new()
    {
        InstanceId = shown.Id.Value,
        State = Ec2States.Shown(shown.State),
        LaunchTime = shown.LaunchTime.ToDateTimeUtc(),
        SecurityGroups = [.. shown.SecurityGroups.Select(name => new GroupIdentifier { GroupName = name, GroupId = IdOf(server, name) })],
        Tags = shown.Tags.IsEmpty ? null : [.. shown.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
        PrivateDnsName = shown.PrivateDnsName ?? "",
        PrivateIpAddress = shown.PrivateIp,
        Placement = new Placement { AvailabilityZone = shown.AvailabilityZone },
        SubnetId = shown.SubnetId,
        InstanceType = shown.InstanceType,
        ImageId = shown.ImageId,
        // API_Instance.html: "The idempotency token you provided when you launched the instance, if applicable."
        ClientToken = server.Launch.ClientToken ?? "",
        StateReason = shown.StateReason is { } reason ? new StateReason { Code = reason.Split(':')[0], Message = reason } : null,
    };

    private string? IdOf(Ec2Instance server, string group) =>
        (server.Launch.SecurityGroupIds ?? []).Find(id => Region.SecurityGroups.GetValueOrDefault(id) == group);
}
