// A Lambda function that does nothing, as small as one with an HttpClient can be: what a cold start costs before any code of ours.
#pragma warning disable RS0030 // It has no settings but this one.
var runtime = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
#pragma warning restore RS0030
using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
while (true)
{
    using var next = await http.GetAsync(new Uri(runtime + "next"));
    var request = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
    using var nothing = new StringContent("{}");
    using var answered = await http.PostAsync(new Uri($"{runtime}{request}/response"), nothing);
}
