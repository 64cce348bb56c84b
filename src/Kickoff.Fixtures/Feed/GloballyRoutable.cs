using System.Net;
using System.Net.Sockets;

namespace Kickoff.Fixtures.Feed;

/// <summary>
/// Addresses of the public internet. What is special, https://www.iana.org/assignments/iana-ipv4-special-registry and
/// …/iana-ipv6-special-registry say; of IPv6 only 2000::/3 is assigned to it at all, so that loopback, unique local and link-local
/// addresses, multicast, mapped IPv4 and NAT64 are none.
/// </summary>
public static class GloballyRoutable
{
    private static readonly IPNetwork[] Special =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        // Carriers' NAT.
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        // Link-local, and EC2's metadata.
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        // Documentation, also the two below.
        IPNetwork.Parse("192.0.2.0/24"),
        // 6to4's relays.
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        // Benchmarks.
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        // Multicast, and what is reserved behind it.
        IPNetwork.Parse("224.0.0.0/3"),
        // Teredo, ORCHID, benchmarks: IETF's protocols.
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        // 6to4: an IPv4 address, any.
        IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>2000::/3 by the first byte.</summary>
    private const int FirstOfUnicast = 0x20;

    private const int LastOfUnicast = 0x3f;

    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !IsSpecial(address),
        AddressFamily.InterNetworkV6 => address.GetAddressBytes()[0] is >= FirstOfUnicast and <= LastOfUnicast && !IsSpecial(address),
        _ => false,
    };

    private static bool IsSpecial(IPAddress address) => Special.Any(network => network.Contains(address));
}
