using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Cookies that a neighbouring server can put into a browser, byte by byte.</summary>
[Collection("api")]
public class OddCookieTests(ApiHost host)
{
    [Theory]
    [InlineData("")]
    [InlineData("01a21b29-f4cd-749c-b126-043e34853084.play.localhost")]
    public async Task Cookies_that_are_no_text_lock_nobody_out(string playHost)
    {
        var path = playHost.Length == 0 ? "/api/v3/site" : "/play/enter";
        var name = playHost.Length == 0 ? "localhost" : playHost;
        var request = Encoding.Latin1.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {name}\r\nCookie: zz=\u00e9\u00ff; sessionid=x\r\n"
                + "User-Agent: \u00ff\r\nConnection: close\r\n\r\n"
        );
        using var connection = new TcpClient();
        await connection.ConnectAsync(host.Server.Address.Host, host.Server.Address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(request);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
    }
}
