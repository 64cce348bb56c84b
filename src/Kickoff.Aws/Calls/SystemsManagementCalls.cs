using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Kickoff.Aws.Calls;

/// <summary>Systems Manager by the SDK's client.</summary>
public sealed class SystemsManagementCalls(IAmazonSimpleSystemsManagement client) : ISystemsManagementCalls
{
    public Task<GetParameterResponse> GetParameterAsync(GetParameterRequest request, CancellationToken cancel) =>
        client.GetParameterAsync(request, cancel);
}
