using System.Net;
using System.Net.Sockets;

namespace Chs.Infrastructure.Sources;

/// <summary>
/// Addresses that strangers may not make this site call: this machine, its network, its cloud's metadata service.
/// </summary>
static class PrivateAddresses
{
    /// <summary>The registries of special-purpose addresses (RFC 6890) but for what is reached by the whole world.</summary>
    static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        // Of documents.
        IPNetwork.Parse("192.0.2.0/24"),
        // Relays of 6to4.
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        // Of benchmarks.
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/4"),
        IPNetwork.Parse("240.0.0.0/4"),
        // This machine, and what holds an IPv4 address by an old rule.
        IPNetwork.Parse("::/96"),
        // Translated by a gateway (NAT64), whose rules we don't know.
        IPNetwork.Parse("64:ff9b::/96"),
        IPNetwork.Parse("64:ff9b:1::/48"),
        IPNetwork.Parse("::ffff:0:0:0/96"),
        // Nothing answers.
        IPNetwork.Parse("100::/64"),
        // Protocols' own, among them Teredo's tunnels and the benchmarks' addresses.
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        // Tunnels of 6to4, which end at the IPv4 address in them.
        IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("3fff::/20"),
        IPNetwork.Parse("5f00::/16"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
        // Networks of sites, by an old rule.
        IPNetwork.Parse("fec0::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    public static bool Contains(IPAddress address)
    {
        var isMapped = address.AddressFamily is AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6;
        var unmapped = isMapped ? address.MapToIPv4() : address;
        return Array.Exists(Networks, network => network.Contains(unmapped));
    }
}
