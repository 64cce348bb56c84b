using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancing.Operations;
using Amazon.QueryProtocol;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancing;

public class AmazonElasticLoadBalancingClient : QueryClient, IAmazonElasticLoadBalancing
{
    public AmazonElasticLoadBalancingClient()
        : this(new AmazonElasticLoadBalancingConfig())
    {
    }

    public AmazonElasticLoadBalancingClient(AmazonElasticLoadBalancingConfig config)
        : base(config)
    {
    }

    public AmazonElasticLoadBalancingClient(AWSCredentials credentials, AmazonElasticLoadBalancingConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    public virtual Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterInstancesFromLoadBalancerAsync(
        DeregisterInstancesFromLoadBalancerRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DeregisterInstancesFromLoadBalancerResponse>(
            request, DeregisterInstancesFromLoadBalancerOperation.Marshaller, DeregisterInstancesFromLoadBalancerOperation.Unmarshaller,
            cancellationToken);

    public virtual Task<DescribeInstanceHealthResponse> DescribeInstanceHealthAsync(
        DescribeInstanceHealthRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeInstanceHealthResponse>(
            request, DescribeInstanceHealthOperation.Marshaller, DescribeInstanceHealthOperation.Unmarshaller, cancellationToken);

    public virtual Task<RegisterInstancesWithLoadBalancerResponse> RegisterInstancesWithLoadBalancerAsync(
        RegisterInstancesWithLoadBalancerRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<RegisterInstancesWithLoadBalancerResponse>(
            request, RegisterInstancesWithLoadBalancerOperation.Marshaller, RegisterInstancesWithLoadBalancerOperation.Unmarshaller,
            cancellationToken);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonElasticLoadBalancingConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonElasticLoadBalancingClient(awsCredentials, (AmazonElasticLoadBalancingConfig)clientConfig);
}
