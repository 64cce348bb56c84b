using Amazon.DynamoDBv2.Model;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Kickoff.Aws.Calls;

namespace Kickoff.Tick.Tests.Calls;

/// <summary>Every call to AWS by way of one place.</summary>
internal sealed class CallsBetween(IAwsCalls aws, IBetweenCalls between)
    : IAwsCalls, IEc2Calls, IClassicLoadBalancerCalls, ITargetGroupCalls, IDynamoDbCalls
{
    public IEc2Calls Ec2 => this;

    public IClassicLoadBalancerCalls ClassicLoadBalancers => this;

    public ITargetGroupCalls TargetGroups => this;

    public IDynamoDbCalls DynamoDb => this;

    public Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.Ec2.DescribeImagesAsync(request, cancel), cancel);

    public Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.Ec2.DescribeInstancesAsync(request, cancel), cancel);

    public Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.Ec2.RunInstancesAsync(request, cancel), cancel);

    public Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.Ec2.TerminateInstancesAsync(request, cancel), cancel);

    public Task<RegisterInstancesWithLoadBalancerResponse> RegisterInstancesWithLoadBalancerAsync(
        RegisterInstancesWithLoadBalancerRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.ClassicLoadBalancers.RegisterInstancesWithLoadBalancerAsync(request, cancel), cancel);

    public Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterInstancesFromLoadBalancerAsync(
        DeregisterInstancesFromLoadBalancerRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.ClassicLoadBalancers.DeregisterInstancesFromLoadBalancerAsync(request, cancel), cancel);

    public Task<DescribeInstanceHealthResponse> DescribeInstanceHealthAsync(
        DescribeInstanceHealthRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.ClassicLoadBalancers.DescribeInstanceHealthAsync(request, cancel), cancel);

    public Task<RegisterTargetsResponse> RegisterTargetsAsync(RegisterTargetsRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.TargetGroups.RegisterTargetsAsync(request, cancel), cancel);

    public Task<DeregisterTargetsResponse> DeregisterTargetsAsync(DeregisterTargetsRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.TargetGroups.DeregisterTargetsAsync(request, cancel), cancel);

    public Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(DescribeTargetHealthRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.TargetGroups.DescribeTargetHealthAsync(request, cancel), cancel);

    public Task<BatchGetItemResponse> BatchGetItemAsync(BatchGetItemRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.DynamoDb.BatchGetItemAsync(request, cancel), cancel);

    public Task<BatchWriteItemResponse> BatchWriteItemAsync(BatchWriteItemRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.DynamoDb.BatchWriteItemAsync(request, cancel), cancel);

    public Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.DynamoDb.DeleteItemAsync(request, cancel), cancel);

    public Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.DynamoDb.GetItemAsync(request, cancel), cancel);

    public Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.DynamoDb.PutItemAsync(request, cancel), cancel);

    public Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.DynamoDb.QueryAsync(request, cancel), cancel);

    public Task<TransactWriteItemsResponse> TransactWriteItemsAsync(TransactWriteItemsRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.DynamoDb.TransactWriteItemsAsync(request, cancel), cancel);

    public Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancel) =>
        between.CallAsync(request, () => aws.DynamoDb.UpdateItemAsync(request, cancel), cancel);
}
