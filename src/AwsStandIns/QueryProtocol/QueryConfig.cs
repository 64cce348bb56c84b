using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.QueryProtocol;

/// <summary>What the configurations of the Query-protocol services have in common: the SDK's own defaults in standard retry mode.</summary>
public abstract class QueryConfig : ClientConfig
{
    private static readonly QueryEndpointResolver Resolver = new();

    private static readonly DefaultConfiguration Standard = new()
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromMilliseconds(3100),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(3100),
    };

    private readonly string _userAgent;
    private readonly string _version;

    internal QueryConfig(string serviceId, string signingName, string version)
        : base(new DefaultConfigurationProvider([Standard]))
    {
        ServiceId = serviceId;
        AuthenticationServiceName = signingName;
        EndpointProvider = new QueryEndpointProvider(signingName);
        _userAgent = InternalSDKUtils.BuildUserAgentString(serviceId, "4.0.0.0");
        _version = version;
    }

    public override string ServiceVersion => _version;

    public override string UserAgent => _userAgent;

    public override string RegionEndpointServiceName => AuthenticationServiceName;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        Resolver.GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(
            new RequestContext(false)
            {
                ClientConfig = this,
                OriginalRequest = parameters.Request,
                Request = new DefaultRequest(parameters.Request, ServiceId),
            },
            null));
}
