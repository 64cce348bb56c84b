using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Kickoff.Core.Classification;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Enrolment;

/// <summary>May the Puppet server sign?</summary>
public abstract record EnrolmentAnswer
{
    private EnrolmentAnswer()
    {
    }

    public sealed record Yes(InstanceId Instance) : EnrolmentAnswer;

    public sealed record No(string Reason) : EnrolmentAnswer;
}

/// <summary>
/// Whether an enrolment must carry the EC2-signed identity document, and what a document is held against. Without a certificate of the
/// region nothing can be verified.
/// </summary>
public sealed record IdentityRule(bool Required, string AccountId, string Region, Lazy<X509Certificate2Collection> Certificates);

/// <summary>What an enrolment is held against: Window is how long after its launch a server may enrol.</summary>
public sealed record EnrolmentRule(Duration Window, IdentityRule Identity, ImmutableArray<ListedExtension> Extensions);

/// <summary>
/// Answers whether a certificate signing request is a launched server's own, and asks for nothing that its classification does not say.
/// Everything is verified before anything is claimed, so that a bad request burns nothing. Always asks EC2; throws UnavailableException
/// when that is impossible: no answer is a no.
/// </summary>
public sealed class Enroller(
    IServers servers,
    IEnrolments enrolments,
    IInventory inventory,
    Func<Server, ServerClassification> classify,
    EnrolmentRule rule,
    IClock clock)
{
    /// <summary>How far the document's pendingTime may lie from the launch time DescribeInstances gives.</summary>
    private static readonly Duration SameBoot = Duration.FromMinutes(5);

    public async Task<EnrolmentAnswer> AskAsync(string certname, string csr, CancellationToken cancel)
    {
        if (NodeName.Parse(certname) is not NodeName.OfInstance node)
        {
            return new EnrolmentAnswer.No("only a certname that is an instance id can enrol");
        }

        if (SigningRequest.Read(csr, out var unreadable) is not { } request)
        {
            return new EnrolmentAnswer.No(unreadable);
        }

        var now = clock.GetCurrentInstant();
        if (Claims(node, request) is { } mismatch)
        {
            return new EnrolmentAnswer.No(mismatch);
        }

        IdentityDocument? document = null;
        if (rule.Identity.Certificates.Value.Count == 0)
        {
            // Where none is needed, one that cannot be verified is as good as none.
            if (rule.Identity.Required)
            {
                return new EnrolmentAnswer.No("no identity document can be verified: the stack was deployed without AWS's certificate of"
                    + $" {rule.Identity.Region} (config/identity/README.md)");
            }
        }
        else if (request.IdentityDocument is { } pkcs7)
        {
            document = IdentityDocument.Verify(pkcs7, rule.Identity.Certificates.Value, now, out var unverified);
            if (document is null)
            {
                return new EnrolmentAnswer.No(unverified);
            }
        }
        else if (rule.Identity.Required)
        {
            return new EnrolmentAnswer.No("the request carries no EC2-signed identity document");
        }

        var server = (await servers.FindAsync([node.Id], cancel)).FirstOrDefault();
        if ((Refusal(server, document, now) ?? Refusal(request, classify(server!))) is { } refusal)
        {
            return new EnrolmentAnswer.No(refusal);
        }

        // Who has a certificate is remembered, so that it is cleaned when the server is gone.
        await inventory.RecordAsync([new InventoryItem(server!, now)], cancel);
        var holds = await enrolments.ClaimAsync(new Enrolled(node.Id, certname, request.KeyFingerprint, now), cancel);
        return holds.KeyFingerprint == request.KeyFingerprint && holds.Certname == certname
            ? new EnrolmentAnswer.Yes(node.Id)
            : new EnrolmentAnswer.No(
                $"{node.Id} is enrolled already with another key or certname; kickoff enrolment reset lets it start over");
    }

    private static string? Claims(NodeName.OfInstance node, SigningRequest request) =>
        request.CommonName != node.Certname ? "the request's common name is not the certname"
        : request.InstanceId != node.Id ? "pp_instance_id is not the certname's instance"
        : null;

    /// <summary>Values are named and never told: a reason ends in a log.</summary>
    private string? Refusal(SigningRequest request, ServerClassification classification)
    {
        if (classification is ServerClassification.NotMapped)
        {
            return "none of the server's groups is mapped";
        }

        foreach (var (oid, said) in request.Extensions)
        {
            var name = PuppetExtensions.Name(oid);
            if (rule.Extensions.FirstOrDefault(one => one.Oid == oid) is not { } listed)
            {
                return $"the request asks for {name}, which the stack's parameter EnrolExtensions does not list";
            }

            if (listed.Wanted(classification) is not { } wanted)
            {
                return $"the request asks for {name}, and the server's classification says nothing of {listed.HeldAgainst},"
                    + " which it is held against";
            }

            if (said != wanted)
            {
                return $"the request's {name} is not what the server's classification says ({listed.HeldAgainst})";
            }
        }

        return null;
    }

    private string? Refusal(Server? server, IdentityDocument? document, Instant now)
    {
        if (server is not { State: InstanceState.Pending or InstanceState.Running })
        {
            return "EC2 shows no such running server";
        }

        if (server.LaunchTime + rule.Window < now)
        {
            return "the server was launched too long ago to enrol";
        }

        if (document is null)
        {
            return null;
        }

        return document.Instance != server.Id ? "the identity document is another server's"
            : document.AccountId != rule.Identity.AccountId ? "the identity document is of another account"
            : document.Region != rule.Identity.Region ? "the identity document is of another region"
            : Duration.Max(document.PendingTime - server.LaunchTime, server.LaunchTime - document.PendingTime) > SameBoot
                ? "the identity document is of another boot"
            : null;
    }
}
