using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.TestUtilities;

namespace Kickoff.Functions.Tests;

/// <summary>What a handler is called with.</summary>
internal static class Invocation
{
    /// <summary>Lambda's context of a function that has this many seconds left; without a number, one that does not say.</summary>
    public static TestLambdaContext With(double secondsLeft = 0) => new()
    {
        AwsRequestId = "c6af9ac6",
        RemainingTime = TimeSpan.FromSeconds(secondsLeft),
    };

    /// <summary>The event as the function itself would read it.</summary>
    public static T Event<T>(ILambdaSerializer serializer, string json) =>
        serializer.Deserialize<T>(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
