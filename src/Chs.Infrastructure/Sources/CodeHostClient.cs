using System.Net;
using System.Net.Sockets;
using Chs.Infrastructure.Settings;

namespace Chs.Infrastructure.Sources;

/// <summary>
/// Asks code hosts. Private addresses and redirects to hosts that the operator doesn't allow are refused.
/// </summary>
sealed class CodeHostClient
{
    const int MaximumRedirects = 3;

    readonly HttpMessageInvoker _publicOnly = CreateInvoker(allowPrivate: false),
        _anyAddress = CreateInvoker(allowPrivate: true);

    /// <returns>The last response: also a redirect that isn't allowed, or one too many.</returns>
    public async Task<HttpResponseMessage> GetAsync(CodeHost host, Uri address, CancellationToken cancellationToken)
    {
        var invoker = host.AllowPrivate ? _anyAddress : _publicOnly;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.ParseAdd("CHS-build-worker");
            request.Headers.Accept.ParseAdd("*/*");
            var response = await invoker.SendAsync(request, cancellationToken);
            if (redirects >= MaximumRedirects || RedirectOf(response, host, address) is not { } next)
                return response;
            response.Dispose();
            address = next;
        }
    }

    /// <returns>Where a response redirects to; null when it doesn't, or when it may not redirect there.</returns>
    static Uri? RedirectOf(HttpResponseMessage response, CodeHost host, Uri address)
    {
        var isRedirect = (int)response.StatusCode is >= 300 and <= 399;
        if (!isRedirect || response.Headers.Location is not { } location)
            return null;
        var next = new Uri(address, location);
        var isAllowed =
            next.Authority == address.Authority || host.Redirects.Contains(next.Host, StringComparer.OrdinalIgnoreCase);
        return isAllowed && next.Scheme == address.Scheme ? next : null;
    }

    static HttpMessageInvoker CreateInvoker(bool allowPrivate) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectCallback = (context, cancellationToken) =>
                    ConnectAsync(context.DnsEndPoint, allowPrivate, cancellationToken),
            }
        );

    /// <summary>Resolves and connects in one step, so that a name can't change its address after the check.</summary>
    static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint endPoint,
        bool allowPrivate,
        CancellationToken cancellationToken
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken);
        var address = Array.Find(addresses, candidate => allowPrivate || !PrivateAddresses.Contains(candidate));
        if (address is null)
            throw new HttpRequestException($"{endPoint.Host} has no public address.");
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, endPoint.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
