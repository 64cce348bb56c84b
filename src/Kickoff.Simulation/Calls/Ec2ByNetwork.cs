using System.Globalization;
using Amazon.EC2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Cloud.Ec2;
using Kickoff.Simulation.Time;

namespace Kickoff.Simulation.Calls;

/// <summary>EC2 as one invocation calls it.</summary>
public sealed class Ec2ByNetwork(Ec2Account ec2, Network network, Invocation caller) : IEc2Calls
{
    public Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.DescribeImages,
            page => string.Join(' ', page.Images.Select(image => image.ImageId)),
            _ => ec2.DescribeImages(request),
            cancel);

    public Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.DescribeInstances,
            page => $"of {Words(request.Filters ?? [])}: "
                + string.Join(", ", page.Reservations.SelectMany(one => one.Instances).Select(one => $"{one.InstanceId} {one.State.Name}")),
            fate => ec2.DescribeInstances(request, fate.Behind),
            cancel);

    public Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.RunInstances,
            response => string.Create(
                CultureInfo.InvariantCulture,
                $"{request.MaxCount} {request.InstanceType} in {request.SubnetId}, token {request.ClientToken[^6..]}: "
                    + $"{string.Join(' ', response.Reservation.Instances.Select(one => one.InstanceId))}"),
            _ => ec2.Run(request),
            cancel);

    public Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.TerminateInstances,
            _ => string.Join(' ', request.InstanceIds),
            _ => ec2.Terminate(request),
            cancel);

    private static string Words(List<Filter> filters) =>
        string.Join(", ", filters.Select(filter => $"{filter.Name} {string.Join(' ', filter.Values)}"));
}
