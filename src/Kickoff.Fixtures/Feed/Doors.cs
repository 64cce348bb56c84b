using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Kickoff.Fixtures.Feed;

/// <summary>
/// Where a download may go, and whose certificates it trusts. A function goes to <see cref="PublicInternet"/>, and no setting of it says
/// otherwise; who tries it on its own machine opens a door of its own.
/// </summary>
/// <param name="IsOpen">Asked of each address at the connect, after its name was resolved: what is checked is what is connected to.</param>
/// <param name="Root">Trusted beside nothing else; null for the machine's trust store.</param>
public sealed record Doors(Func<IPAddress, bool> IsOpen, X509Certificate2? Root)
{
    public static Doors PublicInternet { get; } = new(GloballyRoutable.Is, null);

    internal SslClientAuthenticationOptions Tls()
    {
        var tls = new SslClientAuthenticationOptions();
        if (Root is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { Root },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        return tls;
    }

    internal async ValueTask<Stream> ConnectAsync(DnsEndPoint to, CancellationToken cancel)
    {
        var addresses = (await Dns.GetHostAddressesAsync(to.Host, cancel)).Where(IsOpen).ToArray();
        if (addresses.Length == 0)
        {
            throw new ClosedDoorException();
        }

#pragma warning disable CA2000 // The stream's own.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>No address of a name is one that may be connected to.</summary>
internal sealed class ClosedDoorException() : IOException("its name leads to no address of the public internet");
