using System.Net;

namespace Chs.Api.Access;

/// <summary>The networks that an address belongs to, written as <c>192.0.2.0/24</c>.</summary>
static class Networks
{
    /// <summary>What providers give to a home, and to a whole site at most.</summary>
    const int Home = 64,
        Site = 48;

    /// <summary>Leaves an IPv4 home among 256 addresses.</summary>
    const int Neighbourhood = 24;

    /// <summary>Whoever has one address of such a network has all of them: the whole address in IPv4.</summary>
    public static string OfHome(IPAddress? address) => Of(address, 32, Home) ?? "nowhere";

    /// <returns>Null in IPv4, where a site has one address.</returns>
    public static string? OfSite(IPAddress? address) => Of(address, null, Site);

    /// <summary>An address without what tells one home from its neighbours, for what is kept for ever.</summary>
    public static string? Shortened(IPAddress? address) => Of(address, Neighbourhood, Site);

    /// <param name="length4">Bits of the network in IPv4; null: there is none.</param>
    /// <param name="length6">Bits of the network in IPv6.</param>
    static string? Of(IPAddress? address, int? length4, int length6)
    {
        if (address is null)
            return null;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        if ((bytes.Length == 4 ? length4 : length6) is not { } length)
            return null;
        bytes.AsSpan(length / 8).Clear();
        return $"{new IPAddress(bytes)}/{length}";
    }
}
