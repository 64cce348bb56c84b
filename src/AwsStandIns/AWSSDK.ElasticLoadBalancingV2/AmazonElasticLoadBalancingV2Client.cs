using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.ElasticLoadBalancingV2.Operations;
using Amazon.QueryProtocol;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

public class AmazonElasticLoadBalancingV2Client : QueryClient, IAmazonElasticLoadBalancingV2
{
    public AmazonElasticLoadBalancingV2Client()
        : this(new AmazonElasticLoadBalancingV2Config())
    {
    }

    public AmazonElasticLoadBalancingV2Client(AmazonElasticLoadBalancingV2Config config)
        : base(config)
    {
    }

    public AmazonElasticLoadBalancingV2Client(AWSCredentials credentials, AmazonElasticLoadBalancingV2Config clientConfig)
        : base(credentials, clientConfig)
    {
    }

    public virtual Task<DeregisterTargetsResponse> DeregisterTargetsAsync(
        DeregisterTargetsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DeregisterTargetsResponse>(
            request, DeregisterTargetsOperation.Marshaller, DeregisterTargetsOperation.Unmarshaller, cancellationToken);

    public virtual Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(
        DescribeTargetHealthRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeTargetHealthResponse>(
            request, DescribeTargetHealthOperation.Marshaller, DescribeTargetHealthOperation.Unmarshaller, cancellationToken);

    public virtual Task<RegisterTargetsResponse> RegisterTargetsAsync(
        RegisterTargetsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<RegisterTargetsResponse>(
            request, RegisterTargetsOperation.Marshaller, RegisterTargetsOperation.Unmarshaller, cancellationToken);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonElasticLoadBalancingV2Config();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonElasticLoadBalancingV2Client(awsCredentials, (AmazonElasticLoadBalancingV2Config)clientConfig);
}
