using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Kickoff.Core;
using Kickoff.Core.Enrolment;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.EncApi;

/// <summary>What only the Puppet server may ask: <c>POST /enrolments</c> and <c>GET /terminated</c>.</summary>
internal sealed class PuppetServer(Enroller enroller, ITerminations terminations, string roleArns, IClock clock, IJournal journal)
{
    private const int MostTerminations = 5000;

    private static readonly Duration DefaultPeriod = Duration.FromDays(7);

    public bool IsCaller(APIGatewayHttpApiV2ProxyRequest request) =>
        PuppetServerRole.IsCaller(request.RequestContext?.Authorizer?.IAM?.UserARN, roleArns);

    public async Task<APIGatewayHttpApiV2ProxyResponse> EnrolAsync(APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancel)
    {
        if (Read(request) is not { Certname: { } certname, Csr: { } csr })
        {
            return Answer.Text(400, "the body is JSON with certname and csr");
        }

        try
        {
            switch (await enroller.AskAsync(certname, csr, cancel))
            {
                case EnrolmentAnswer.Yes yes:
                    journal.Record(new(JournalLevel.Information, "enrolment", yes.Instance.Value, "yes"));
                    return Answer.Text(200, $"# kickoff enrolment yes {certname}");
                case EnrolmentAnswer.No no:
                    journal.Record(
                        new(
                            JournalLevel.Warning, "enrolment", Core.Classification.NodeName.Parse(certname)?.Certname ?? "?",
                            "no: " + no.Reason));
                    return Answer.Text(403, no.Reason);
                case var other:
                    throw new InvalidOperationException($"An answer nobody knows: {other}");
            }
        }
        catch (UnavailableException unavailable)
        {
            return Answer.Text(503, unavailable.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>The cursor is in milliseconds since 1970: digits only, which curl signs as AWS does.</summary>
    public async Task<APIGatewayHttpApiV2ProxyResponse> TerminatedAsync(string? since, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var from = now - DefaultPeriod;
        if (since is not null)
        {
            if (since.Length > 15
                || !long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                || milliseconds > 253402300799999)
            {
                return Answer.Text(400, "since is milliseconds since 1970, in digits");
            }

            from = Instant.FromUnixTimeMilliseconds(milliseconds);
        }

        try
        {
            var noted = await terminations.SinceAsync(from, MostTerminations, cancel);
            // A full page: the rest comes with the next question.
            var cursor = (noted.Length == MostTerminations ? noted[^1].At : Instant.Max(from, now)).ToUnixTimeMilliseconds();
            var body = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# kickoff terminated {cursor}");
            foreach (var termination in noted)
            {
                body.Append('\n').Append(termination.Certname);
            }

            return Answer.Text(200, body.ToString());
        }
        catch (UnavailableException unavailable)
        {
            return Answer.Text(503, unavailable.Message.ReplaceLineEndings(" "));
        }
    }

    private static EnrolmentBody? Read(APIGatewayHttpApiV2ProxyRequest request)
    {
        try
        {
            var body = request.IsBase64Encoded ? Encoding.UTF8.GetString(Convert.FromBase64String(request.Body ?? "")) : request.Body ?? "";
            return JsonSerializer.Deserialize(body, EncApiJson.Default.EnrolmentBody);
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            return null;
        }
    }
}
