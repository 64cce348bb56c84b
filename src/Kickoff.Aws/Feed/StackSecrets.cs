using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement.Model;
using Kickoff.Aws.Calls;
using Kickoff.Core;
using Kickoff.Core.Fixtures.Feed;
using NodaTime;

namespace Kickoff.Aws.Feed;

/// <summary>
/// The stack's secrets in Systems Manager's parameter store, /kickoff/STACK/secrets/NAME, remembered for some minutes: a source that is
/// asked every minute does not ask for its secret as often. Why there is none is told by AWS's code, never by its words.
/// </summary>
public sealed class StackSecrets(ISystemsManagementCalls calls, string stack, IClock clock) : ISecrets
{
    private static readonly Duration Remembered = Duration.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (Secret Secret, Instant Until)> _known = new(StringComparer.Ordinal);

    public async Task<Secret> ReadAsync(string name, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        if (_known.TryGetValue(name, out var known) && now < known.Until)
        {
            return known.Secret;
        }

        var request = new GetParameterRequest { Name = $"/kickoff/{stack}/secrets/{name}", WithDecryption = true };
        try
        {
            var response = await AwsCall.OrUnavailableAsync("SSM", () => calls.GetParameterAsync(request, cancel), cancel);
            var secret = new Secret(response.Parameter.Value, "");
            _known[name] = (secret, now + Remembered);
            return secret;
        }
        catch (UnavailableException unavailable)
        {
            return new Secret(null, unavailable.Message);
        }
        catch (AmazonServiceException refused)
        {
            return new Secret(null, $"SSM says {AwsCall.CodeOf(refused)} of {request.Name}");
        }
    }
}
