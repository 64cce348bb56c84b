using System.Net;
using System.Net.Sockets;

namespace Kickoff.Local.Processes;

/// <summary>A port that was free a moment ago, for programs which cannot choose one themselves: expect to try again.</summary>
public static class LoopbackPort
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
