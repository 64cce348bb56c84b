using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace Amazon.QueryProtocol;

internal sealed class QueryEndpointParameters : EndpointParameters
{
    public string Region
    {
        get => (string)this["Region"];
        set => this["Region"] = value;
    }

    public string Endpoint
    {
        get => (string)this["Endpoint"];
        set => this["Endpoint"] = value;
    }
}

/// <summary>
/// The endpoint that was asked for, else the service's own of the region and its partition. No FIPS and dual-stack endpoints.
/// </summary>
internal sealed class QueryEndpointProvider(string prefix) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var asked = (QueryEndpointParameters)parameters;
        if (!string.IsNullOrEmpty(asked.Endpoint))
        {
            return new Endpoint(asked.Endpoint);
        }

        if (string.IsNullOrEmpty(asked.Region))
        {
            throw new AmazonClientException("Invalid Configuration: Missing Region");
        }

        var suffix = RegionEndpoint.GetBySystemName(asked.Region).PartitionDnsSuffix;
        return new Endpoint($"https://{prefix}.{asked.Region}.{suffix}");
    }
}

internal sealed class QueryEndpointResolver : BaseEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = requestContext.ClientConfig;
        var parameters = new QueryEndpointParameters
        {
            Region = requestContext.Request.AlternateEndpoint?.SystemName ?? config.RegionEndpoint?.SystemName,
            Endpoint = config.ServiceURL,
        };
        if (config.RegionEndpoint is null && !string.IsNullOrEmpty(config.ServiceURL))
        {
            parameters.Region = string.IsNullOrEmpty(config.AuthenticationRegion)
                ? AWSSDKUtils.DetermineRegion(config.ServiceURL)
                : config.AuthenticationRegion;
        }

        return parameters;
    }
}
