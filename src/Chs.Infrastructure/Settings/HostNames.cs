using System.Net;

namespace Chs.Infrastructure.Settings;

/// <summary>What the names of hosts say about each other, and about this machine.</summary>
public static class HostNames
{
    /// <returns>The host of an address as browsers write it: lower case, punycode, IPv6 in brackets.</returns>
    public static string Of(Uri url) => url.HostNameType is UriHostNameType.Dns ? url.IdnHost : url.Host;

    /// <returns>Whether browsers take the name for this machine without asking anybody, and trust it without TLS.</returns>
    public static bool IsLocalhost(string host) => IsAtOrBelow(host, "localhost");

    /// <returns>Whether an address leads to this machine: <c>localhost</c>, a name below it, or a loopback address.</returns>
    public static bool IsThisMachine(Uri url) => url.IsLoopback || IsLocalhost(Of(url));

    /// <returns>Whether a host is the other one or below it, as <c>a.b.example</c> is below <c>b.example</c>.</returns>
    public static bool IsAtOrBelow(string host, string other) =>
        host.Equals(other, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{other}", StringComparison.OrdinalIgnoreCase);

    /// <summary>Guesses whether a page of one host can set cookies that the other one receives.</summary>
    /// <remarks>
    /// Which domains can be registered is in a list that browsers have and we don't: names that agree in their last two
    /// labels, such as <c>a.ac.uk</c> and <c>b.ac.uk</c>, may be strangers all the same.
    /// </remarks>
    public static bool MayShareCookies(string host, string other) =>
        !IsAddress(host)
        && !IsAddress(other)
        && (IsAtOrBelow(host, other) || IsAtOrBelow(other, host) || LastLabels(host) == LastLabels(other));

    static bool IsAddress(string host) => host.StartsWith('[') || IPAddress.TryParse(host, out _);

    static string LastLabels(string host) => string.Join('.', host.ToLowerInvariant().Split('.').TakeLast(2));
}
