using System.Net;

namespace Chs.Api.Access;

/// <summary>An address without what tells one home from its neighbours, for what is kept for ever.</summary>
static class ShortenedNetwork
{
    /// <summary>Of IPv4.</summary>
    const int Short = 24;

    /// <summary>Of IPv6: what a provider gives to a customer at most.</summary>
    const int Long = 48;

    public static string? Of(IPAddress? address)
    {
        if (address is null)
            return null;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        var length = bytes.Length == 4 ? Short : Long;
        bytes.AsSpan(length / 8).Clear();
        return $"{new IPAddress(bytes)}/{length}";
    }
}
