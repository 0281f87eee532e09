using System.Net;
using System.Net.Sockets;

namespace Chs.Infrastructure.Sources;

/// <summary>
/// Addresses that strangers may not make this site call: this machine, its network, its cloud's metadata service.
/// </summary>
static class PrivateAddresses
{
    static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("224.0.0.0/4"),
        IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/127"),
        IPNetwork.Parse("64:ff9b::/96"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    public static bool Contains(IPAddress address)
    {
        var isMapped = address.AddressFamily is AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6;
        var unmapped = isMapped ? address.MapToIPv4() : address;
        return Array.Exists(Networks, network => network.Contains(unmapped));
    }
}
