using Amazon.SimpleSystemsManagement.Model;

namespace Kickoff.Aws.Calls;

/// <summary>
/// The call FixtureFeed makes to Systems Manager's parameter store (https://docs.aws.amazon.com/systems-manager/latest/APIReference/). It
/// throws what the SDK throws after its retries.
/// </summary>
public interface ISystemsManagementCalls
{
    Task<GetParameterResponse> GetParameterAsync(GetParameterRequest request, CancellationToken cancel);
}
