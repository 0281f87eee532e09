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

    /// <summary>A connection that asks for nothing takes the place of one that would.</summary>
    static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(10);

    static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(200);

    readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    readonly CancellationTokenSource _end = new();
    readonly SemaphoreSlim _connections = new(MaximumConnections);
    readonly List<UnreachedHost> _unreached = [];
    int _unreachedTaken;
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

    /// <summary>
    /// Accepts as many connections as there are places, so that no container takes all of this process' files.
    /// </summary>
    async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await _connections.WaitAsync(_end.Token);
                _ = ServeAsync(await AcceptOneAsync());
            }
            catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    async Task<Socket> AcceptOneAsync()
    {
        while (true)
        {
            try
            {
                return await _listener.AcceptAsync(_end.Token);
            }
            catch (SocketException failure) when (!_end.IsCancellationRequested)
            {
                // Such as: this process has no files left for the moment.
                _log.LogWarning("A build's connection can't be accepted: {Reason}", failure.Message);
                await Task.Delay(AcceptPause, _end.Token);
            }
        }
    }

    async Task ServeAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
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

        if (ReasonToRefuse(target) is { } reason)
        {
            Remember(target, reason);
            // The build's log says it; this one isn't filled by foreign code.
            _log.LogDebug("A build asked for {Host}:{Port}, which isn't allowed", target.Host, target.Port);
            await AnswerAsync(client, "403 Not allowed");
            return;
        }

        if (await TryConnectAsync(target) is not { } server)
        {
            await AnswerAsync(client, "502 No answer");
            return;
        }

        await using (server)
        {
            await AnswerAsync(client, "200 Connected");
            await Task.WhenAny(client.CopyToAsync(server, _end.Token), server.CopyToAsync(client, _end.Token));
        }
    }

    UnreachedReason? ReasonToRefuse(ProxyTarget target)
    {
        if (!target.IsTunnel)
            return UnreachedReason.NotEncrypted;
        return _hosts.Contains(target.Host, target.Port) ? null : UnreachedReason.NotAllowed;
    }

    /// <returns>Null when the host has no address that may be called, or doesn't answer there; that is remembered.</returns>
    async Task<NetworkStream?> TryConnectAsync(ProxyTarget target)
    {
        var addresses = await ResolveAsync(target.Host);
        var address = Array.Find(addresses, address => _allowPrivate || !PrivateAddresses.Contains(address));
        if (address is null)
        {
            Remember(target, addresses is [] ? UnreachedReason.NoAnswer : UnreachedReason.PrivateAddress);
            return null;
        }

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
            Remember(target, UnreachedReason.NoAnswer);
            return null;
        }
    }

    void Remember(ProxyTarget target, UnreachedReason reason)
    {
        var host = new UnreachedHost(target.Port == 443 ? target.Host : $"{target.Host}:{target.Port}", reason);
        lock (_unreached)
        {
            if (_unreached.Count < MaximumUnreached && !_unreached.Contains(host))
                _unreached.Add(host);
        }
    }

    /// <summary>The hosts that were asked for in vain since this was called last. Each is named once.</summary>
    public IReadOnlyList<UnreachedHost> TakeUnreachedHosts()
    {
        lock (_unreached)
        {
            var hosts = _unreached[_unreachedTaken..];
            _unreachedTaken = _unreached.Count;
            return hosts;
        }
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
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        timeout.CancelAfter(HeadTimeout);
        // Byte by byte, because what follows the head belongs to the tunnel.
        while (head.Count < MaximumHead && await client.ReadAsync(buffer, timeout.Token) == 1)
        {
            head.Add(buffer[0]);
            if (head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
                break;
        }

        var requestLine = Encoding.ASCII.GetString([.. head]).Split("\r\n")[0];
        if (requestLine.Split(' ') is not [var method, var target, _])
            return null;
        var isTunnel = method == "CONNECT";
        var address = isTunnel ? $"http://{target}" : target;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.IdnHost.Length == 0)
            return null;
        var isOnlyHost = url.AbsolutePath == "/";
        return isOnlyHost || !isTunnel ? new ProxyTarget(url.IdnHost, url.Port, isTunnel) : null;
    }

    /// <returns>Empty when the host has no address.</returns>
    async Task<IPAddress[]> ResolveAsync(string host)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, _end.Token);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            return [];
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
