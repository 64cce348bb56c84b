using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kickoff.Wire.Tests.Ledger;

/// <summary>moto, the AWS emulator, as a process of its own for the ledger's tests.</summary>
public sealed class Emulator : IAsyncLifetime
{
    public const string Name = "emulator";

    private Process? _process;

    public Uri Url { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Url = new($"http://127.0.0.1:{port}/");
        _process = Process.Start(new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        using var http = new HttpClient();
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                await http.GetAsync(new Uri(Url, "moto-api/data.json"));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException("moto_server did not start.");
    }

    public Task DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        return Task.CompletedTask;
    }
}

[CollectionDefinition(Emulator.Name)]
public sealed class UsesEmulator : ICollectionFixture<Emulator>;
