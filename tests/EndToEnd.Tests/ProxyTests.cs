namespace Kickoff.EndToEnd.Tests;

/// <summary>A Puppet server behind a proxy, which curl takes from https_proxy and http_proxy; enc.conf or a unit may set them.</summary>
public sealed class ProxyTests : IDisposable
{
    private const string Node = "i-0123456789abcdef0";

    private const string Yaml = $"# kickoff {Node} {Node} live 0s\n---\n\"classes\": {{}}\n";

    private const string Host = "api.kickoff.test";

    private readonly ApiStub _api = new();
    private readonly TlsProxy _proxy = new(Host);
    private readonly PuppetScripts _puppet;

    public ProxyTests()
    {
        _puppet = new PuppetScripts(_api);
        _puppet.Configured($"KICKOFF_API=https://{Host}\n");
        _puppet.Configured($"export https_proxy={_proxy.Url} http_proxy={_proxy.Url} ALL_PROXY={_proxy.Url} no_proxy=\n");
    }

    public void Dispose()
    {
        _puppet.Dispose();
        _proxy.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task What_the_proxy_says_of_the_connection_is_not_the_answer()
    {
        await TrustedAsync();
        _proxy.Answer = ApiGateway.Answer(200, Yaml);
        Assert.Equal(new Ran(0, Yaml, ""), await _puppet.RunAsync("enc", Node));
        File.Delete(_puppet.Cached(Node));

        // The proxy's own header x-kickoff does not make this Kickoff's.
        _proxy.Answer = ApiGateway.Answer(200, Yaml).Replace("x-kickoff", "x-other", StringComparison.Ordinal);
        Assert.Equal(1, (await _puppet.RunAsync("enc", Node)).ExitCode);
        Assert.Contains($"CONNECT {Host}:443 HTTP/1.1", _proxy.Asked);
        Assert.Contains($"GET /nodes/{Node} HTTP/1.1", _proxy.Asked);
    }

    [Fact]
    public async Task The_metadata_service_is_never_asked_through_it()
    {
        await TrustedAsync();
        using var metadata = new ApiStub { Answer = Metadata.OfRole("puppet") };
        _puppet.HasRole(metadata.Url);
        _proxy.Answer = ApiGateway.Answer(200, Yaml);

        Assert.Equal(new Ran(0, Yaml, ""), await _puppet.RunAsync("enc", Node));
        Assert.Equal(3, metadata.Requests.Count);
        Assert.Equal([$"CONNECT {Host}:443 HTTP/1.1", $"GET /nodes/{Node} HTTP/1.1"], _proxy.Asked);
    }

    [Fact]
    public async Task A_certificate_nobody_vouches_for_is_named_as_the_reason()
    {
        var ran = await _puppet.RunAsync("enc", Node);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains($"TLS with {Host} fails: SSL certificate problem", ran.Output, StringComparison.Ordinal);
    }

    private async Task TrustedAsync()
    {
        await File.WriteAllTextAsync(_puppet.Of("ca.pem"), _proxy.CertificatePem);
        _puppet.Configured($"export CURL_CA_BUNDLE={_puppet.Of("ca.pem")}\n");
    }
}
