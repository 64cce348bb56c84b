using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Enrolment;
using Kickoff.Core.Servers;
using Kickoff.Core.Tests.Enrolment;
using Kickoff.Tick.Tests.Registration;
using NodaTime;

namespace Kickoff.Tick.Tests.Enrolment;

public sealed class EnrollerTests
{
    // One of each for all: to make one takes longer than a test.
    private static readonly X509Certificate2 Aws = Papers.NewAuthority();
    private static readonly RSA Key = RSA.Create(2048);

    private readonly Registry _registry = new(Instant.FromUtc(2026, 6, 11, 19, 0));
    private string _groups = "backend: {classes: [backend], environment: production, parameters: {role: web, number: 12, list: [a]}}";
    private Server _server;

    public EnrollerTests()
    {
        _server = _registry.Server(InstanceState.Running, "backend");
        _server = _registry.Tag(_server, "Site", "north");
    }

    private InstanceId Id => _server.Id;

    private ImmutableArray<InstanceId> Enrolled => [.. _registry.Account.DynamoDb.Items(Registry.LedgerTable)
        .Where(item => item["SK"].S == "enrolment").Select(item => InstanceId.Parse(item["PK"].S["instance#".Length..]))];

    [Fact]
    public async Task A_launched_servers_own_request_is_signed_and_so_is_the_same_again()
    {
        Assert.IsType<EnrolmentAnswer.Yes>(await AskAsync(Request()));
        Assert.IsType<EnrolmentAnswer.Yes>(await AskAsync(Request()));
        Assert.Equal(Id, Assert.Single(Enrolled));
    }

    [Fact]
    public async Task A_secondKey_is_refused()
    {
        await AskAsync(Request());
        using var other = RSA.Create(2048);

        await RefusedAsync("enrolled already", Papers.Request(other, Id.Value, Id, Document()), claims: 1);
    }

    [Fact]
    public async Task A_document_that_anotherKey_signed_is_refused()
    {
        using var forger = Papers.NewAuthority();

        await RefusedAsync("not signed by EC2", Papers.Request(Key, Id.Value, Id, Papers.Document(forger, Id, _server.LaunchTime)));
    }

    [Fact]
    public async Task A_forgers_certificate_inside_the_document_proves_nothing()
    {
        using var forger = Papers.NewAuthority();

        await RefusedAsync(
            "not signed by EC2", Papers.Request(Key, Id.Value, Id, Papers.Document(forger, Id, _server.LaunchTime, inside: true)));
        Assert.IsType<EnrolmentAnswer.Yes>(
            await AskAsync(Papers.Request(Key, Id.Value, Id, Papers.Document(Aws, Id, _server.LaunchTime, inside: true))));
    }

    [Fact]
    public async Task A_document_of_an_expired_certificate_is_refused()
    {
        using var expired = Papers.NewAuthority(_registry.Now - Duration.FromDays(1));

        await RefusedAsync(
            "not signed by EC2", Papers.Request(Key, Id.Value, Id, Papers.Document(expired, Id, _server.LaunchTime)), trusted: expired);
    }

    [Theory]
    [InlineData("i-0123456789abcdef1", 0, "123456789012", "eu-west-1", "another server's")]
    [InlineData(null, 0, "999999999999", "eu-west-1", "another account")]
    [InlineData(null, 0, "123456789012", "us-east-1", "another region")]
    [InlineData(null, 60, "123456789012", "eu-west-1", "another boot")]
    public async Task A_document_that_is_not_of_this_instance_account_region_and_boot_is_refused(
        string? instance, int minutesBefore, string account, string region, string reason) =>
        await RefusedAsync(
            reason,
            Papers.Request(
                Key, Id.Value, Id,
                Papers.Document(
                    Aws, instance is null ? Id : InstanceId.Parse(instance),
                    _server.LaunchTime - Duration.FromMinutes(minutesBefore), account, region)));

    [Fact]
    public async Task Without_a_document_it_depends_on_the_setting()
    {
        var request = Papers.Request(Key, Id.Value, Id, null);

        await RefusedAsync("carries no EC2-signed identity document", request);
        Assert.IsType<EnrolmentAnswer.Yes>(await AskAsync(request, required: false));
    }

    [Fact]
    public async Task Without_the_regions_certificate_an_answer_says_so_and_a_document_that_is_not_needed_does_no_harm()
    {
        var refused = Assert.IsType<EnrolmentAnswer.No>(
            await Enroller(required: true, trusted: null).AskAsync(Id.Value, Request(), default));

        Assert.Contains("without AWS's certificate of eu-west-1", refused.Reason, StringComparison.Ordinal);
        Assert.IsType<EnrolmentAnswer.Yes>(await Enroller(required: false, trusted: null).AskAsync(Id.Value, Request(), default));
    }

    [Fact]
    public async Task The_request_must_speak_of_the_certname_and_be_signed_by_its_ownKey()
    {
        await RefusedAsync("common name", Papers.Request(Key, "i-0123456789abcdef1", Id, Document()));
        await RefusedAsync("pp_instance_id", Papers.Request(Key, Id.Value, null, Document()));
        await RefusedAsync("pp_instance_id", Papers.Request(Key, Id.Value, InstanceId.Parse("i-0123456789abcdef1"), Document()));
        await RefusedAsync("cannot be read", "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n");

        var pem = Request();
        var der = Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-'))));
        der[^1] ^= 1;
        await RefusedAsync(
            "cannot be read", $"-----BEGIN CERTIFICATE REQUEST-----\n{Convert.ToBase64String(der)}\n-----END CERTIFICATE REQUEST-----\n");
    }

    [Fact]
    public async Task Only_a_running_mapped_server_launched_lately_is_signed()
    {
        var nobody = Registry.Id(1);
        await RefusedAsync("no such running server", Papers.Request(Key, nobody.Value, nobody, Document()), of: nobody);
        _registry.Regroup(_server, "other");
        await RefusedAsync("none of the server's groups", Request());
        _registry.Regroup(_server, "backend");
        _registry.Now += Duration.FromMinutes(29);
        await RefusedAsync("too long ago", Request());
        _registry.Becomes(_server, InstanceState.Terminated);
        await RefusedAsync("no such running server", Request());
    }

    [Fact]
    public async Task A_server_that_only_the_star_speaks_of_is_signed_like_any_other_and_remembered_for_its_end()
    {
        _registry.Regroup(_server, "other");
        _groups = "web: {classes: [web]}\n\"*\": {classes: [base]}";

        Assert.IsType<EnrolmentAnswer.Yes>(await AskAsync(Request()));
        Assert.Equal(Id, _registry.Remembered(Id)!.Server.Id);
    }

    [Theory]
    [InlineData("1.3.6.1.4.1.34380.1.1.13", "web")]
    [InlineData("1.3.6.1.4.1.34380.1.1.12", "production")]
    [InlineData("1.3.6.1.4.1.34380.1.1.20", "eu-west-1a")]
    [InlineData("1.3.6.1.4.1.34380.1.2.7", "north")]
    public async Task A_listed_extension_is_signed_with_the_classifications_value_and_no_other(string oid, string value)
    {
        await RefusedAsync(
            "is not what the server's classification says", Papers.Request(Key, Id.Value, Id, Document(), (oid, value + "x")));
        Assert.IsType<EnrolmentAnswer.Yes>(await AskAsync(Papers.Request(Key, Id.Value, Id, Document(), (oid, value))));
    }

    [Fact]
    public async Task What_is_not_listed_or_not_classified_is_not_signed_and_no_value_is_told()
    {
        await RefusedAsync(
            "asks for pp_hostname, which the stack's parameter EnrolExtensions does not list",
            Papers.Request(Key, Id.Value, Id, Document(), ("1.3.6.1.4.1.34380.1.1.25", "x")));
        _groups = "backend: {classes: [backend]}";
        var answer = await Enroller(required: true, Aws).AskAsync(
            Id.Value, Papers.Request(Key, Id.Value, Id, Document(), ("1.3.6.1.4.1.34380.1.1.13", "s3cret")), default);

        var reason = Assert.IsType<EnrolmentAnswer.No>(answer).Reason;
        Assert.Equal(
            "the request asks for pp_role, and the server's classification says nothing of role, which it is held against", reason);
        Assert.Empty(Enrolled);
    }

    [Fact]
    public async Task A_server_whose_groups_contradict_each_other_may_enrol_but_has_no_value_to_be_held_against()
    {
        _registry.Regroup(_server, "backend", "other");
        _groups = "backend: {environment: a}\nother: {environment: b}";

        await RefusedAsync(
            "says nothing of environment", Papers.Request(Key, Id.Value, Id, Document(), ("1.3.6.1.4.1.34380.1.1.12", "a")));
        Assert.IsType<EnrolmentAnswer.Yes>(await AskAsync(Request()));
    }

    [Fact]
    public async Task A_DNS_name_is_never_enrolled()
    {
        var answer = await Enroller(required: false, Aws).AskAsync("ip-10-0-0-1.ec2.internal", Request(), default);

        Assert.Contains("instance id", Assert.IsType<EnrolmentAnswer.No>(answer).Reason, StringComparison.Ordinal);
        Assert.Empty(Enrolled);
    }

    private string Request() => Papers.Request(Key, Id.Value, Id, Document());

    private byte[] Document() => Papers.Document(Aws, Id, _server.LaunchTime);

    private async Task RefusedAsync(string reason, string csr, int claims = 0, X509Certificate2? trusted = null, InstanceId? of = null)
    {
        var answer = Assert.IsType<EnrolmentAnswer.No>(
            await Enroller(required: true, trusted ?? Aws).AskAsync((of ?? Id).Value, csr, default));

        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
        Assert.Equal(claims, Enrolled.Length);
    }

    private Task<EnrolmentAnswer> AskAsync(string csr, bool required = true) => Enroller(required, Aws).AskAsync(Id.Value, csr, default);

    private Enroller Enroller(bool required, X509Certificate2? trusted) => _registry.Procedures.Enroller(
        server => Classifier.Classify(server, NodeGroupsFile.Read("f", _groups), "eu-west-1"),
        new EnrolmentRule(
            Duration.FromMinutes(30),
            new IdentityRule(required, "123456789012", "eu-west-1", new(() => trusted is null ? [] : [trusted])),
            ListedExtension.ReadList("pp_environment, pp_role=role, pp_zone, 1.3.6.1.4.1.34380.1.2.7=ec2_tag_Site")));
}
