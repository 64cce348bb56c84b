using Amazon.Lambda.APIGatewayEvents;
using Kickoff.Core.Classification;
using NodaTime;

namespace Kickoff.EncApi;

/// <summary><c>GET /nodes/{certname}</c> and its explanation.</summary>
internal sealed class Nodes(NodeLookup lookup, NodeGroups groups, string region)
{
    public async Task<APIGatewayHttpApiV2ProxyResponse> AskAsync(string? certname, bool explain, CancellationToken cancel)
    {
        if (NodeName.Parse(certname) is not { } name)
        {
            return Answer.Text(400, "that is no certname: lower-case letters, digits and . _ -, at most 255 characters");
        }

        return await lookup.FindAsync(name, cancel) switch
        {
            LookupAnswer.Found found => Classify(name, found, explain),
            LookupAnswer.NoSuchServer => Answer.Text(404, $"EC2 shows no live server of the name {name.Certname}"),
            LookupAnswer.Ambiguous several =>
                Answer.Text(409, $"several live servers have the name {name.Certname}: {string.Join(", ", several.Servers)}"),
            LookupAnswer.Unavailable unavailable => Answer.Text(503, unavailable.Reason.ReplaceLineEndings(" ")),
            var other => throw new InvalidOperationException($"An answer nobody knows: {other}"),
        };
    }

    private APIGatewayHttpApiV2ProxyResponse Classify(NodeName name, LookupAnswer.Found found, bool explain)
    {
        var headline = $"kickoff {name.Certname} {found.Server.Id} {(found.Stale ? "stale" : "live")} {(long)found.Age.TotalSeconds}s";
        return Classifier.Classify(found.Server, groups, region) switch
        {
            ServerClassification.Classified classified when explain => Answer.Yaml(ClassificationYaml.Explain(headline, classified)),
            ServerClassification.Classified classified => Answer.Yaml(ClassificationYaml.Write(headline, classified)),
            ServerClassification.NotMapped unmapped => Answer.Text(
                404,
                $"{found.Server.Id} is in no security group that node_groups.yml maps; it is in: "
                    + $"{string.Join(", ", unmapped.SecurityGroups)}"),
            ServerClassification.Conflicting conflicting => Answer.Text(409, $"{found.Server.Id}: {conflicting.Conflict}"),
            var other => throw new InvalidOperationException($"A classification nobody knows: {other}"),
        };
    }
}
