using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Chs.Infrastructure.Containers;

/// <summary>
/// The only way out of a container that fetches dependencies: a socket on which it may ask for connections to the hosts that the operator allows, by https.
/// Addresses inside the institution are refused, whatever a name resolves to.
/// </summary>
sealed class RegistryProxy : IDisposable
{
    const int HeadLimit = 8192,
        AtOnce = 128;

    readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    readonly CancellationTokenSource _end = new();
    readonly SemaphoreSlim _open = new(AtOnce);
    readonly HashSet<string> _hosts;
    readonly bool _allowPrivate;
    readonly ILogger _log;

    RegistryProxy(IReadOnlyList<string> hosts, bool allowPrivate, ILogger log)
    {
        (_hosts, _allowPrivate, _log) = (new(hosts, StringComparer.OrdinalIgnoreCase), allowPrivate, log);
        Folder = Directory.CreateTempSubdirectory("chs-gate-").FullName;
        var path = Path.Combine(Folder, "gate.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        // The user inside the container is nobody out here.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        }

        _listener.Listen(AtOnce);
    }

    /// <summary>Where the socket lies: a folder of its own.</summary>
    public string Folder { get; }

    public static RegistryProxy Open(IReadOnlyList<string> hosts, bool allowPrivate, ILogger log)
    {
        var gate = new RegistryProxy(hosts, allowPrivate, log);
        _ = gate.ServeAsync();
        return gate;
    }

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var asker = await _listener.AcceptAsync(_end.Token);
                _ = AnswerAsync(asker);
            }
        }
        catch (Exception closed)
            when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    async Task AnswerAsync(Socket asker)
    {
        using var from = new NetworkStream(asker, ownsSocket: true);
        await _open.WaitAsync(_end.Token);
        try
        {
            var (host, port) = await ReadAsync(from);
            if (host is null || !_hosts.Contains($"{host}:{port}") && !(port == 443 && _hosts.Contains(host)))
            {
                _log.LogInformation("A build asked for {Host}:{Port}, which isn't allowed", host, port);
                await WriteAsync(from, "403 Not allowed");
                return;
            }

            if (await ResolveAsync(host) is not { } address)
            {
                await WriteAsync(from, "502 No such host");
                return;
            }

            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            {
                NoDelay = true,
            };
            await socket.ConnectAsync(new IPEndPoint(address, port), _end.Token);
            using var to = new NetworkStream(socket, ownsSocket: false);
            await WriteAsync(from, "200 Connected");
            await Task.WhenAny(from.CopyToAsync(to, _end.Token), to.CopyToAsync(from, _end.Token));
        }
        catch (Exception broken)
            when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The asker sees a closed connection.
        }
        finally
        {
            _open.Release();
        }
    }

    /// <summary>Reads <c>CONNECT host:port HTTP/1.1</c> and the lines behind it; anything else isn't understood.</summary>
    async Task<(string? Host, int Port)> ReadAsync(NetworkStream from)
    {
        var (head, one) = (new List<byte>(256), new byte[1]);
        while (head.Count < HeadLimit && await from.ReadAsync(one, _end.Token) == 1)
        {
            head.Add(one[0]);
            if (head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
                break;
        }

        var first = Encoding.ASCII.GetString([.. head]).Split("\r\n")[0].Split(' ');
        if (first is not ["CONNECT", var target, _])
            return (null, 0);
        var colon = target.LastIndexOf(':');
        return colon > 0 && int.TryParse(target.AsSpan(colon + 1), out var port) && port is > 0 and < 65536
            ? (target[..colon], port)
            : (null, 0);
    }

    async Task<IPAddress?> ResolveAsync(string host)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, _end.Token);
            return addresses.FirstOrDefault(address => _allowPrivate || !Sources.PrivateAddresses.Contains(address));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    async Task WriteAsync(NetworkStream to, string status) =>
        await to.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n\r\n"), _end.Token);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
