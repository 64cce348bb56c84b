using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kickoff.Local;
using Kickoff.Local.Processes;

namespace Kickoff.EndToEnd.Tests.RealPuppet;

/// <summary>
/// Debian's puppetserver with its certificate authority, all of it in one folder that stands for /: nothing of the machine's own Puppet is
/// touched. Kickoff is installed there by puppet/install and by nothing else.
/// </summary>
internal sealed class PuppetServer : IAsyncDisposable
{
    private const string Jar = "/usr/share/puppetserver/puppetserver.jar";
    private const string Distribution = "/etc/puppet/puppetserver";

    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(10);

    private readonly ChildProcess _process;
    private readonly string _folder;

    private PuppetServer(ChildProcess process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>All it has logged, with what the scripts it runs wrote to standard error.</summary>
    public string Log => _process.ReadLog().Text;

    /// <summary>Its own puppet.conf, for <c>puppetserver ca</c>.</summary>
    public string Configuration => Path.Combine(_folder, "etc", "puppet", "puppet.conf");

    public bool HasSigned(string certname) => File.Exists(Signed(certname));

    /// <summary>Whether a request waits to be signed.</summary>
    public bool HasRequest(string certname) => File.Exists(Path.Combine(_folder, "ca", "requests", $"{certname}.pem"));

    public string Signed(string certname) => Path.Combine(_folder, "ca", "signed", $"{certname}.pem");

    /// <summary>Where puppet/install put the script.</summary>
    public static string Script(string folder, string name) => Path.Combine(folder, "opt", "kickoff", "puppet", name);

    /// <summary>
    /// Starts it in this folder with this environment, after what installs Kickoff there; the environments directory is what it compiles
    /// from.
    /// </summary>
    public static async Task<PuppetServer> StartAsync(
        string folder, string environments, IReadOnlyDictionary<string, string> environment, Func<Task> install)
    {
        if (!File.Exists(Jar))
        {
            throw new FileNotFoundException($"There is no {Jar}: eng/install-puppet gets it.", Jar);
        }

        var port = LoopbackPort.Free();
        await LayOutAsync(folder, environments, port);
        await install();
        var process = ChildProcess.Start(new ChildProcessOptions
        {
            Program = Programs.Find("java") ?? throw new FileNotFoundException("There is no java: eng/install-puppet gets it."),
            Arguments =
            [
                "-Xms512m", "-Xmx1g", "-XX:TieredStopAtLevel=1", "-Djruby.logger.class=com.puppetlabs.jruby_utils.jruby.Slf4jLogger",
                "-Djruby.lib=/usr/share/jruby/lib", "-jar", Jar, "--config", Path.Combine(folder, "etc", "conf.d"),
                "--bootstrap-config", Path.Combine(folder, "etc", "services.d"),
            ],
            Environment = environment,
            LogFile = Path.Combine(folder, "log", "server.log"),
            WorkingDirectory = folder,
        });
        var server = new PuppetServer(process, folder, port);
        try
        {
            await server.IsRunningAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client without a certificate, which trusts this authority and nothing else.</summary>
    public HttpClient NewClient()
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(Path.Combine(_folder, "ca", "ca_crt.pem"));
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.AddRange(authority);
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } };
        return new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{Port}/"), Timeout = TimeSpan.FromSeconds(30) };
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // It takes about half a minute: first there is a certificate authority, then a port, then an answer on it.
    private async Task IsRunningAsync()
    {
        using var patience = new CancellationTokenSource(StartsWithin);
        while (!await IsRunningAsync(patience.Token))
        {
            if (_process.Exited.IsCompleted || patience.IsCancellationRequested)
            {
                throw new InvalidOperationException(
                    $"puppetserver does not start; its last words:\n{string.Join('\n', Log.Split('\n').TakeLast(20))}");
            }

            await Task.WhenAny(Task.Delay(250), _process.Exited);
        }
    }

    private async Task<bool> IsRunningAsync(CancellationToken cancel)
    {
        try
        {
            using var http = NewClient();
            return await http.GetStringAsync(new Uri("status/v1/simple", UriKind.Relative), cancel) == "running";
        }
        catch (Exception notYet) when (
            notYet is IOException or CryptographicException or HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task LayOutAsync(string folder, string environments, int port)
    {
        foreach (var name in new[] { "etc/conf.d", "etc/services.d", "etc/puppet", "var", "run", "log", "gems" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        foreach (var file in new[] { "conf.d/auth.conf", "conf.d/web-routes.conf", "services.d/bootstrap.cfg", "services.d/ca.cfg" })
        {
            File.Copy(Path.Combine(Distribution, file), Path.Combine(folder, "etc", file));
        }

        Task Write(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text);
        await Write("etc/conf.d/puppetserver.conf", $$"""
            jruby-puppet: {
                ruby-load-path: [/usr/lib/puppetserver/ruby/vendor_ruby]
                gem-home: {{folder}}/gems
                gem-path: [{{folder}}/gems, "/usr/lib/puppetserver/vendored-jruby-gems"]
                server-conf-dir: {{folder}}/etc/puppet
                server-code-dir: {{folder}}/code
                server-var-dir: {{folder}}/var
                server-run-dir: {{folder}}/run
                server-log-dir: {{folder}}/log
                max-active-instances: 1
            }
            http-client: {}
            profiler: {}
            """);
        // A kept-alive connection is closed after a second: after a PUT, Ruby's next request on it is answered only then.
        await Write("etc/conf.d/webserver.conf", string.Create(CultureInfo.InvariantCulture, $$"""
            webserver: { client-auth: want, ssl-host: 127.0.0.1, ssl-port: {{port}}, idle-timeout-milliseconds: 1000 }
            """));
        await Write("etc/conf.d/global.conf", $"global: {{ logging-config: {folder}/etc/logback.xml }}\n");
        await Write("etc/conf.d/ca.conf", "certificate-authority: {}\n");
        await Write("etc/conf.d/metrics.conf", "metrics: { server-id: localhost, metrics-webservice: { jolokia: { enabled: false } } }\n");
        await Write("etc/logback.xml", """
            <configuration>
              <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %-5p [%c{2}] %m%n</pattern></encoder>
              </appender>
              <logger name="org.eclipse.jetty" level="WARN"/>
              <root level="info"><appender-ref ref="STDOUT"/></root>
            </configuration>
            """);
        var group = await Run.Async("id", ["-gn"]);
        await Write("etc/puppet/puppet.conf", $"""
            [main]
            certname = localhost
            server = localhost
            serverport = {port.ToString(CultureInfo.InvariantCulture)}
            user = {Environment.UserName}
            group = {group.Output.Trim()}
            ssldir = {folder}/ssl
            cadir = {folder}/ca
            vardir = {folder}/var
            rundir = {folder}/run
            logdir = {folder}/log
            codedir = {folder}/code
            publicdir = {folder}/public
            environmentpath = {environments}

            [server]
            dns_alt_names = localhost,puppet
            storeconfigs = false
            reports = none
            environment_timeout = 0

            """);
    }
}
