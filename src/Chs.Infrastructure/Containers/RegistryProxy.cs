using System.Net;
using System.Net.Sockets;
using System.Text;
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

    readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    readonly CancellationTokenSource _end = new();
    readonly SemaphoreSlim _connections = new(MaximumConnections);
    readonly HashSet<string> _hosts;
    readonly bool _allowPrivate;
    readonly ILogger _log;

    RegistryProxy(IReadOnlyList<string> hosts, bool allowPrivate, ILogger log)
    {
        _hosts = new HashSet<string>(hosts, StringComparer.OrdinalIgnoreCase);
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
        var (host, port) = await ReadTargetAsync(client);
        if (host is null || !IsAllowed(host, port))
        {
            _log.LogInformation("A build asked for {Host}:{Port}, which isn't allowed", host, port);
            await AnswerAsync(client, "403 Not allowed");
            return;
        }

        if (await ResolveAsync(host) is not { } address)
        {
            await AnswerAsync(client, "502 No such host");
            return;
        }

        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(address, port), _end.Token);
        using var server = new NetworkStream(socket, ownsSocket: false);
        await AnswerAsync(client, "200 Connected");
        await Task.WhenAny(client.CopyToAsync(server, _end.Token), server.CopyToAsync(client, _end.Token));
    }

    /// <summary>A host without port is allowed at 443.</summary>
    bool IsAllowed(string host, int port) =>
        _hosts.Contains($"{host}:{port}") || (port == 443 && _hosts.Contains(host));

    /// <summary>Reads <c>CONNECT host:port HTTP/1.1</c> and the headers after it.</summary>
    /// <returns>A null host for any other request.</returns>
    async Task<(string? Host, int Port)> ReadTargetAsync(NetworkStream client)
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
        if (requestLine.Split(' ') is not ["CONNECT", var target, _])
            return (null, 0);
        var colon = target.LastIndexOf(':');
        return colon > 0 && int.TryParse(target.AsSpan(colon + 1), out var port) && port is > 0 and < 65536
            ? (target[..colon], port)
            : (null, 0);
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
