using Amazon.EC2.Model;
using Amazon.EC2.Operations;
using Amazon.QueryProtocol;
using Amazon.Runtime;

namespace Amazon.EC2;

public class AmazonEC2Client : QueryClient, IAmazonEC2
{
    public AmazonEC2Client()
        : this(new AmazonEC2Config())
    {
    }

    public AmazonEC2Client(AmazonEC2Config config)
        : base(config)
    {
    }

    public AmazonEC2Client(AWSCredentials credentials, AmazonEC2Config clientConfig)
        : base(credentials, clientConfig)
    {
    }

    public virtual Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeImagesResponse>(request, DescribeImagesOperation.Marshaller, DescribeImagesOperation.Unmarshaller, cancellationToken);

    public virtual Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeInstancesResponse>(request, DescribeInstancesOperation.Marshaller, DescribeInstancesOperation.Unmarshaller, cancellationToken);

    public virtual Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<RunInstancesResponse>(request, RunInstancesOperation.Marshaller, RunInstancesOperation.Unmarshaller, cancellationToken);

    public virtual Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<TerminateInstancesResponse>(request, TerminateInstancesOperation.Marshaller, TerminateInstancesOperation.Unmarshaller, cancellationToken);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonEC2Config();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonEC2Client(awsCredentials, (AmazonEC2Config)clientConfig);
}
