using Kickoff.Local.Api;

namespace Kickoff.Wire.Tests.Local;

public sealed class SignatureV4Tests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    // Of AWS's published test suite (aws-sig-v4-test-suite): get-vanilla and get-vanilla-query-order-key-case.
    [Theory]
    [InlineData("/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    public void AWSs_own_examples_have_the_signatures_it_publishes(string target, string signature)
    {
        var request = new SignedRequest
        {
            Method = "GET",
            Target = target,
            Headers = new Dictionary<string, string> { ["host"] = "example.amazonaws.com", ["x-amz-date"] = "20150830T123600Z" },
        };

        Assert.Equal(signature, SignatureV4.Compute(
            request, ["host", "x-amz-date"], new CredentialScope("20150830", "us-east-1", "service"), "20150830T123600Z", Secret));
    }
}
