using System.Net;
using System.Net.Sockets;
using System.Text;
using Chs.Application.Ports;
using Chs.Infrastructure.Containers;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Chs.Infrastructure.Tests.Containers;

/// <summary>The only way out of a container that installs dependencies.</summary>
public class RegistryProxyTests
{
    /// <summary>
    /// What installing the real frameplayer asks. The first five were recorded on their way through the gate; the others
    /// are where GitHub leads to its files, and where headers are fetched by an image that has none.
    /// </summary>
    public static TheoryData<string, string> HostsOfTheFrameplayer =>
        new()
        {
            { "registry.yarnpkg.com", "nearly all packages of its yarn.lock" },
            { "registry.npmjs.org", "one package of its yarn.lock" },
            { "codeload.github.com", "the archive of a package, and of what Bower wants" },
            { "registry.bower.io", "where the parts of its bower.json are" },
            { "github.com", "these parts, and the binaries of node-sass and PhantomJS" },
            { "objects.githubusercontent.com", "where GitHub sends whoever asks for a binary" },
            { "release-assets.githubusercontent.com", "likewise, since 2025" },
            { "nodejs.org", "the headers with which node-sass is compiled where it gets no binary" },
        };

    [Theory, MemberData(nameof(HostsOfTheFrameplayer))]
    public void Lets_the_frameplayer_ask_all_that_it_asks(string host, string why)
    {
        var allowed = new AllowedHosts(new BuildSettings().ToOptions().RegistryHosts);
        Assert.True(allowed.Contains(host, 443), why);
        Assert.False(allowed.Contains(host, 80));
        Assert.False(allowed.Contains(host + ".example.org", 443));
    }

    [Fact]
    public void Lets_builds_ask_further_hosts_that_the_operator_allows()
    {
        var more = new BuildSettings { MoreHosts = ["files.lab.example"] };
        var allowed = new AllowedHosts(more.ToOptions().RegistryHosts);
        Assert.True(allowed.Contains("files.lab.example", 443));
        Assert.True(allowed.Contains("registry.npmjs.org", 443));

        var instead = new BuildSettings { Registries = ["npm.lab.example:8443"], MoreHosts = ["files.lab.example"] };
        allowed = new AllowedHosts(instead.ToOptions().RegistryHosts);
        Assert.True(allowed.Contains("NPM.lab.example", 8443));
        Assert.False(allowed.Contains("npm.lab.example", 443));
        Assert.True(allowed.Contains("files.lab.example", 443));
        Assert.False(allowed.Contains("registry.npmjs.org", 443));
    }

    [Fact]
    public async Task Connects_to_hosts_that_are_allowed_and_to_no_others()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        using var proxy = RegistryProxy.Open([$"localhost:{port}"], allowPrivate: true, NullLogger.Instance);
        Assert.Equal("HTTP/1.1 200 Connected", await AskAsync(proxy, $"CONNECT localhost:{port} HTTP/1.1"));
        Assert.Equal("HTTP/1.1 403 Not allowed", await AskAsync(proxy, "CONNECT localhost:443 HTTP/1.1"));
        Assert.Equal("HTTP/1.1 403 Not allowed", await AskAsync(proxy, $"GET http://localhost:{port}/ HTTP/1.1"));
        Assert.Equal("HTTP/1.1 403 Not allowed", await AskAsync(proxy, $"CONNECT 127.0.0.1:{port} HTTP/1.1"));
        Assert.Equal("HTTP/1.1 400 Not a proxy's request", await AskAsync(proxy, "GET / HTTP/1.1"));
        Assert.Equal("HTTP/1.1 400 Not a proxy's request", await AskAsync(proxy, "CONNECT : HTTP/1.1"));
    }

    [Fact]
    public async Task Names_each_host_once_that_was_asked_for_in_vain()
    {
        var nobody = FreePort();
        using var proxy = RegistryProxy.Open([$"localhost:{nobody}"], allowPrivate: true, NullLogger.Instance);
        await AskAsync(proxy, "CONNECT cdn.example:443 HTTP/1.1");
        await AskAsync(proxy, "CONNECT CDN.example:443 HTTP/1.1");
        await AskAsync(proxy, "GET http://plain.example/a.tgz HTTP/1.1");
        Assert.Equal("HTTP/1.1 502 No answer", await AskAsync(proxy, $"CONNECT localhost:{nobody} HTTP/1.1"));
        UnreachedHost[] expected =
        [
            new("cdn.example", UnreachedReason.NotAllowed),
            new("plain.example:80", UnreachedReason.NotEncrypted),
            new($"localhost:{nobody}", UnreachedReason.NoAnswer),
        ];
        Assert.Equal(expected, proxy.TakeUnreachedHosts());
        await AskAsync(proxy, "CONNECT cdn.example:443 HTTP/1.1");
        Assert.Empty(proxy.TakeUnreachedHosts());
    }

    [Fact]
    public async Task Remembers_a_few_hosts_of_code_that_asks_for_thousands()
    {
        using var proxy = RegistryProxy.Open([], allowPrivate: false, NullLogger.Instance);
        for (var i = 0; i < 50; i++)
            await AskAsync(proxy, $"CONNECT host{i}.example:443 HTTP/1.1");
        Assert.Equal(20, proxy.TakeUnreachedHosts().Count);
    }

    [Fact]
    public async Task Takes_no_more_connections_than_it_has_places_and_goes_on_afterwards()
    {
        using var proxy = RegistryProxy.Open([], allowPrivate: false, NullLogger.Instance);
        var before = OpenFiles();
        List<Socket> idle = [];
        for (var i = 0; i < 600; i++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Blocking = false;
            idle.Add(socket);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketOf(proxy))).WaitAsync(Moment);
            }
            catch (Exception full) when (full is SocketException or TimeoutException)
            {
                break;
            }
        }

        // Each idle client holds a file of this process itself; those that were accepted hold another. Other tests open some
        // meanwhile, fewer than there are clients.
        Assert.InRange(OpenFiles() - before - idle.Count, 1, 300);
        idle.ForEach(socket => socket.Dispose());
        await Eventually.HoldsAsync("an answer once the crowd has left", () => IsAnsweredAsync(proxy));
    }

    /// <summary>The queue before the proxy stays full until it has seen that each of the crowd is gone.</summary>
    static async Task<bool> IsAnsweredAsync(RegistryProxy proxy)
    {
        try
        {
            return await AskAsync(proxy, "CONNECT localhost:443 HTTP/1.1") == "HTTP/1.1 403 Not allowed";
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    static int OpenFiles() => Directory.GetFiles("/proc/self/fd").Length;

    static string SocketOf(RegistryProxy proxy) => Path.Combine(proxy.Folder, "gate.sock");

    [Fact]
    public async Task Refuses_addresses_inside_the_institution_whatever_name_leads_there()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        using var proxy = RegistryProxy.Open([$"localhost:{port}"], allowPrivate: false, NullLogger.Instance);
        Assert.Equal("HTTP/1.1 502 No answer", await AskAsync(proxy, $"CONNECT localhost:{port} HTTP/1.1"));
        Assert.Equal(
            [new UnreachedHost($"localhost:{port}", UnreachedReason.PrivateAddress)],
            proxy.TakeUnreachedHosts()
        );
    }

    /// <summary>Sends a request's head.</summary>
    /// <returns>The answer's first line.</returns>
    static async Task<string> AskAsync(RegistryProxy proxy, string requestLine)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketOf(proxy)));
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{requestLine}\r\nHost: x\r\n\r\n"));
        var buffer = new byte[200];
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var length = await socket.ReceiveAsync(buffer, timeout.Token);
        return Encoding.ASCII.GetString(buffer, 0, length).Split("\r\n")[0];
    }

    /// <summary>A port at which nobody listens.</summary>
    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
