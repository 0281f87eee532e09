using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Chs.Application.Ports;
using Chs.Infrastructure.Sources;
using Microsoft.Extensions.Logging;

namespace Chs.Infrastructure.Containers;

/// <summary>A proxy on a Unix socket: the only way out of a container that fetches dependencies.</summary>
/// <remarks>
/// It connects to the https ports of the hosts that the operator allows. Addresses inside the institution are refused,
/// whatever name resolves to them.
/// </remarks>
sealed class RegistryProxy : IDisposable
{
    /// <summary>Bytes of a request's head.</summary>
    const int MaximumHead = 8192;

    const int MaximumConnections = 128;

    /// <summary>Hosts that are remembered as unreached: code that asks for any number of hosts fills no memory.</summary>
    const int MaximumUnreached = 20;

    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    readonly CancellationTokenSource _end = new();
    readonly SemaphoreSlim _connections = new(MaximumConnections);
    readonly ConcurrentQueue<UnreachedHost> _unreached = new();
    readonly HashSet<string> _reported = new(StringComparer.OrdinalIgnoreCase);
    readonly AllowedHosts _hosts;
    readonly bool _allowPrivate;
    readonly ILogger _log;

    RegistryProxy(IReadOnlyList<string> hosts, bool allowPrivate, ILogger log)
    {
        _hosts = new AllowedHosts(hosts);
        _allowPrivate = allowPrivate;
        _log = log;
        Folder = Directory.CreateTempSubdirectory("chs-gate-").FullName;
        var path = Path.Combine(Folder, "gate.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            // The container's user isn't the owner: it needs rwxr-xr-x on the folder and rw-rw-rw- on the socket.
            File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        }

        _listener.Listen(MaximumConnections);
    }

    /// <summary>The folder that holds the socket and nothing else, to be mounted into the container.</summary>
    public string Folder { get; }

    public static RegistryProxy Open(IReadOnlyList<string> hosts, bool allowPrivate, ILogger log)
    {
        var proxy = new RegistryProxy(hosts, allowPrivate, log);
        _ = proxy.AcceptAsync();
        return proxy;
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_end.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception failure)
            when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy was disposed.
        }
    }

    async Task ServeAsync(Socket client)
    {
        using var stream = new NetworkStream(client, ownsSocket: true);
        await _connections.WaitAsync(_end.Token);
        try
        {
            await ConnectAsync(stream);
        }
        catch (Exception failure)
            when (failure is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client sees a closed connection.
        }
        finally
        {
            _connections.Release();
        }
    }

    async Task ConnectAsync(NetworkStream client)
    {
        if (await ReadTargetAsync(client) is not { } target)
        {
            await AnswerAsync(client, "400 Not a proxy's request");
            return;
        }

        var isAllowed = target.IsTunnel && _hosts.Contains(target.Host, target.Port);
        if (!isAllowed)
        {
            Remember(target, isAllowed);
            _log.LogInformation("A build asked for {Host}:{Port}, which isn't allowed", target.Host, target.Port);
            await AnswerAsync(client, "403 Not allowed");
            return;
        }

        if (await TryConnectAsync(target) is not { } server)
        {
            Remember(target, isAllowed);
            await AnswerAsync(client, "502 No answer");
            return;
        }

        await using (server)
        {
            await AnswerAsync(client, "200 Connected");
            await Task.WhenAny(client.CopyToAsync(server, _end.Token), server.CopyToAsync(client, _end.Token));
        }
    }

    /// <returns>Null when the host has no address that may be called, or doesn't answer there.</returns>
    async Task<NetworkStream?> TryConnectAsync(ProxyTarget target)
    {
        if (await ResolveAsync(target.Host) is not { } address)
            return null;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        timeout.CancelAfter(ConnectTimeout);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, target.Port), timeout.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            return null;
        }
    }

    void Remember(ProxyTarget target, bool isAllowed)
    {
        var address = target.Port == 443 ? target.Host : $"{target.Host}:{target.Port}";
        lock (_reported)
        {
            if (_reported.Count < MaximumUnreached && _reported.Add(address))
                _unreached.Enqueue(new UnreachedHost(address, isAllowed));
        }
    }

    /// <summary>The hosts that were asked for in vain since this was called last. Each is named once.</summary>
    public IReadOnlyList<UnreachedHost> TakeUnreachedHosts()
    {
        List<UnreachedHost> hosts = [];
        while (_unreached.TryDequeue(out var host))
            hosts.Add(host);
        return hosts;
    }

    /// <summary>
    /// Reads <c>CONNECT host:port HTTP/1.1</c> and the headers after it; or <c>GET http://host/path HTTP/1.1</c>, which is
    /// always refused and still has to be named.
    /// </summary>
    /// <returns>Null for anything else.</returns>
    async Task<ProxyTarget?> ReadTargetAsync(NetworkStream client)
    {
        var head = new List<byte>(256);
        var buffer = new byte[1];
        // Byte by byte, because what follows the head belongs to the tunnel.
        while (head.Count < MaximumHead && await client.ReadAsync(buffer, _end.Token) == 1)
        {
            head.Add(buffer[0]);
            if (head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
                break;
        }

        var requestLine = Encoding.ASCII.GetString([.. head]).Split("\r\n")[0];
        if (requestLine.Split(' ') is not [var method, var target, _])
            return null;
        var isTunnel = method == "CONNECT";
        return
            Uri.TryCreate(isTunnel ? $"http://{target}" : target, UriKind.Absolute, out var url)
            && url.IdnHost.Length > 0
            && (url.AbsolutePath == "/" || !isTunnel)
            ? new ProxyTarget(url.IdnHost, url.Port, isTunnel)
            : null;
    }

    /// <returns>Null when the host has no address that may be called.</returns>
    async Task<IPAddress?> ResolveAsync(string host)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, _end.Token);
            return Array.Find(addresses, address => _allowPrivate || !PrivateAddresses.Contains(address));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    async Task AnswerAsync(NetworkStream client, string status) =>
        await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n\r\n"), _end.Token);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>What a container asks its proxy for.</summary>
/// <param name="IsTunnel">Whether it wants a connection, which it encrypts itself.</param>
readonly record struct ProxyTarget(string Host, int Port, bool IsTunnel);
