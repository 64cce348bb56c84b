using System.Net;
using Kickoff.Fixtures.Feed;

namespace Kickoff.Functions.Tests.FixtureFeed;

/// <summary>
/// The first and the last address of each block that IANA's two registries of special purposes call not globally reachable, and their
/// neighbours (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry).
/// </summary>
public sealed class GloballyRoutableTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255", null, "1.0.0.0")]
    [InlineData("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0")]
    [InlineData("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0")]
    [InlineData("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0")]
    [InlineData("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0")]
    [InlineData("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0")]
    [InlineData("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0")]
    [InlineData("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0")]
    [InlineData("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0")]
    [InlineData("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0")]
    [InlineData("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0")]
    [InlineData("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0")]
    [InlineData("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0")]
    [InlineData("224.0.0.0", "255.255.255.255", "223.255.255.255", null)]
    [InlineData("::", "::1", null, null)]
    [InlineData("::ffff:0.0.0.0", "::ffff:255.255.255.255", null, null)]
    [InlineData("::ffff:8.8.8.8", "::ffff:127.0.0.1", null, null)]
    [InlineData("64:ff9b::", "64:ff9b::ffff:ffff", null, null)]
    [InlineData("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("100::", "100::ffff:ffff:ffff:ffff", null, null)]
    [InlineData("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff::", "2001:db9::")]
    [InlineData("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff::", "2003::")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff::", "3fff:1000::")]
    [InlineData("4000::", "5f00::1", null, null)]
    [InlineData("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("fd00:ec2::254", "fe80::1", null, null)]
    [InlineData("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    public void A_block_is_closed_from_its_first_address_to_its_last(string first, string last, string? before, string? after)
    {
        Assert.False(GloballyRoutable.Is(IPAddress.Parse(first)));
        Assert.False(GloballyRoutable.Is(IPAddress.Parse(last)));
        Assert.True(before is null || GloballyRoutable.Is(IPAddress.Parse(before)), before);
        Assert.True(after is null || GloballyRoutable.Is(IPAddress.Parse(after)), after);
    }
}
