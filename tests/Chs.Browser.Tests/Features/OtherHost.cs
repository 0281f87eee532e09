using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using Chs.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chs.Browser.Tests.Features;

/// <summary>Another host, from which an experiment has its files, and which it calls. It allows every origin.</summary>
sealed class OtherHost : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentDictionary<string, bool> _asked = new();

    OtherHost(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>A film in WebM.</summary>
    public byte[] Film { get; set; } = [];

    public static async Task<OtherHost> StartAsync()
    {
        var address = new Uri($"http://media.localhost:{ServerProcess.FreePort()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://localhost:{address.Port}");
        var host = new OtherHost(builder.Build(), address);
        host._app.UseWebSockets();
        host._app.Run(host.AnswerAsync);
        await host._app.StartAsync();
        return host;
    }

    Task AnswerAsync(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlAllowHeaders = "Content-Type";
        var path = http.Request.Path.Value!;
        _asked[path] = true;
        if (http.WebSockets.IsWebSocketRequest)
            return EchoAsync(http);
        return AnswerTo(path).ExecuteAsync(http);
    }

    IResult AnswerTo(string path)
    {
        const string asked = "/asked";
        if (path.StartsWith(asked, StringComparison.Ordinal))
            return Results.Text(_asked.ContainsKey(path[asked.Length..]) ? "yes" : "no");
        return path switch
        {
            "/script.js" => Results.Text("window.fromOther = 'script';", "text/javascript"),
            "/module.js" => Results.Text("export default 'module';", "text/javascript"),
            "/style.css" => Results.Text(".from-other { color: rgb(1, 2, 3) }", "text/css"),
            "/image.svg" => Results.Text(Image, "image/svg+xml"),
            "/font.otf" => Results.File(Repository.File("tests/Chs.Browser.Tests/Features/font.otf"), "font/otf"),
            "/sound.wav" => Results.Bytes(Silence(), "audio/wav"),
            "/film.webm" => Results.Bytes(Film, "video/webm", enableRangeProcessing: true),
            "/frame.html" => Results.Text("<script>parent.postMessage('frame', '*')</script>", "text/html"),
            "/data.json" => Results.Json(new { from = "other" }),
            _ => Results.Text("the other host", "text/html"),
        };
    }

    const string Image =
        """<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>""";

    /// <summary>A tenth of a second without a sound, as a WAV file.</summary>
    static byte[] Silence()
    {
        const int rate = 8000,
            samples = rate / 10,
            header = 44;
        var file = new byte[header + samples];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), header - 8 + samples);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        // PCM, one channel of eight bits.
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), rate);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 8);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), samples);
        file.AsSpan(header).Fill(128);
        return file;
    }

    static async Task EchoAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, http.RequestAborted);
        await socket.SendAsync(
            buffer.AsMemory(0, received.Count),
            WebSocketMessageType.Text,
            true,
            http.RequestAborted
        );
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
