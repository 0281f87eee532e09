using System.Net;
using System.Net.Sockets;

namespace Chs.Infrastructure.Sources;

/// <summary>Addresses that nobody outside may make us call: this machine, its network, its cloud's metadata.</summary>
static class PrivateAddresses
{
    static readonly IPNetwork[] Networks =
    [
        .. (
            (string[])
                [
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/127",
                    "64:ff9b::/96",
                    "fc00::/7",
                    "fe80::/10",
                    "ff00::/8",
                ]
        ).Select(IPNetwork.Parse),
    ];

    public static bool Contains(IPAddress address)
    {
        var plain =
            address.AddressFamily is AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6
                ? address.MapToIPv4()
                : address;
        return Networks.Any(network => network.Contains(plain));
    }
}
