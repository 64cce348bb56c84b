using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Kickoff.Aws;
using Kickoff.Core.Telemetry;

namespace Kickoff.EncApi;

/// <summary>HTTP in, Core's answer out. The only function that turns outcomes into statuses.</summary>
internal sealed class Function(Nodes nodes, PuppetServer puppetServer, IJournal journal)
{
    /// <summary>Seconds, as template.yaml has it.</summary>
    private const int Timeout = 5;

    private const int LongestBody = 64 * 1024;

    /// <summary>
    /// Left of the function's five seconds: puppet/enc, which is started before the function, waits no longer than those.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public async Task<APIGatewayHttpApiV2ProxyResponse> HandleAsync(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context)
    {
        using var deadline = new CancellationTokenSource(
            InvocationTime.Remaining(context.RemainingTime, TimeSpan.FromSeconds(Timeout), Margin));
        try
        {
            return await RouteAsync(request, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return Answer.Text(503, "AWS did not answer in time");
        }
#pragma warning disable CA1031 // What nobody expected is said in the log, never in an answer.
        catch (Exception error)
        {
            journal.Record(
                new(
                    JournalLevel.Error, "failed", request.RouteKey ?? "?",
                    $"{error.GetType().Name} at {error.StackTrace?.Split('\n')[0].Trim()}"));
            return Answer.Text(500, "Kickoff failed; its log says why");
        }
#pragma warning restore CA1031
    }

    private async Task<APIGatewayHttpApiV2ProxyResponse> RouteAsync(APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancel)
    {
        if (request.Body?.Length > LongestBody)
        {
            return Answer.Text(400, "the body is larger than 64 KB");
        }

        switch (request.RouteKey)
        {
            case "GET /nodes/{certname}":
                return await nodes.AskAsync(Certname(request), explain: false, cancel);
            case "GET /nodes/{certname}/explanation":
                return await nodes.AskAsync(Certname(request), explain: true, cancel);
            case "POST /enrolments" or "GET /terminated" when !puppetServer.IsCaller(request):
                return Answer.Text(403, "only the Puppet server's role may ask this (parameter PuppetServerRoleArn of the stack)");
            case "POST /enrolments":
                return await puppetServer.EnrolAsync(request, cancel);
            case "GET /terminated":
                string? since = null;
                request.QueryStringParameters?.TryGetValue("since", out since);
                return await puppetServer.TerminatedAsync(since, cancel);
            default:
                return Answer.Text(404, "there is no such route");
        }
    }

    private static string? Certname(APIGatewayHttpApiV2ProxyRequest request)
    {
        string? certname = null;
        request.PathParameters?.TryGetValue("certname", out certname);
        return certname;
    }
}
