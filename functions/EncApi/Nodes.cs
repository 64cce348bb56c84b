using System.Collections.Immutable;
using System.Globalization;
using Amazon.Lambda.APIGatewayEvents;
using Kickoff.Core.Classification;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.EncApi;

/// <summary><c>GET /nodes/{certname}</c> and its explanation.</summary>
/// <remarks>One line and one metric say what came of a question: who, and how old what was known; no tag, parameter or class.</remarks>
internal sealed class Nodes(NodeLookup lookup, NodeGroups groups, string region, IJournal journal)
{
    public async Task<APIGatewayHttpApiV2ProxyResponse> AskAsync(string? certname, bool explain, CancellationToken cancel)
    {
        if (NodeName.Parse(certname) is not { } name)
        {
            Tell("?", explain, "no certname", JournalLevel.Warning);
            return Answer.Text(400, "that is no certname: lower-case letters, digits and . _ -, at most 255 characters");
        }

        LookupAnswer answer;
        try
        {
            answer = await lookup.FindAsync(name, cancel);
        }
        catch (OperationCanceledException)
        {
            Tell(name.Certname, explain, "unavailable", JournalLevel.Error);
            throw;
        }

        var (outcome, level, response) = answer switch
        {
            LookupAnswer.Found found => Classify(name, found, explain),
            LookupAnswer.NoSuchServer => (
                "no such server", JournalLevel.Warning, Answer.Text(404, $"EC2 shows no live server of the name {name.Certname}")),
            LookupAnswer.Ambiguous several => (
                "ambiguous", JournalLevel.Warning,
                Answer.Text(409, $"several live servers have the name {name.Certname}: {string.Join(", ", several.Servers)}")),
            LookupAnswer.Unavailable unavailable => (
                "unavailable", JournalLevel.Error, Answer.Text(503, unavailable.Reason.ReplaceLineEndings(" "))),
            var other => throw new InvalidOperationException($"An answer nobody knows: {other}"),
        };
        Tell(name.Certname, explain, outcome, level, answer as LookupAnswer.Found);
        return response;
    }

    private void Tell(string certname, bool explain, string outcome, JournalLevel level, LookupAnswer.Found? found = null)
    {
        var details = found is null ? null : ImmutableDictionary<string, string>.Empty
            .Add("server", found.Server.Id.Value)
            .Add("ageSeconds", ((long)found.Age.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        journal.Record(new(level, explain ? "explanation" : "classification", certname, outcome, details));
        if (!explain)
        {
            journal.Measure(Metrics.Classified.Of(outcome, 1));
        }
    }

    private (string Outcome, JournalLevel Level, APIGatewayHttpApiV2ProxyResponse Response) Classify(
        NodeName name, LookupAnswer.Found found, bool explain)
    {
        var headline = $"kickoff {name.Certname} {found.Server.Id} {(found.Stale ? "stale" : "live")} {(long)found.Age.TotalSeconds}s";
        return Classifier.Classify(found.Server, groups, region) switch
        {
            ServerClassification.Classified classified => (
                found.Stale ? "stale" : "classified", found.Stale ? JournalLevel.Warning : JournalLevel.Information,
                Answer.Yaml(explain ? ClassificationYaml.Explain(headline, classified) : ClassificationYaml.Write(headline, classified))),
            ServerClassification.NotMapped unmapped => (
                "not mapped", JournalLevel.Warning,
                Answer.Text(
                    404,
                    $"{found.Server.Id} is in no security group that node_groups.yml maps; it is in: "
                        + $"{string.Join(", ", unmapped.SecurityGroups)}")),
            ServerClassification.Conflicting conflicting => (
                "conflicting", JournalLevel.Warning, Answer.Text(409, $"{found.Server.Id}: {conflicting.Conflict}")),
            var other => throw new InvalidOperationException($"A classification nobody knows: {other}"),
        };
    }
}
