using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chs.Testing;

/// <summary>The real S3 server behind a way that can be made slow or refuse.</summary>
public sealed class TroubledStore : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
        }
    );

    TroubledStore(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>How long each upload of an object takes whose key contains the text.</summary>
    public (string Part, TimeSpan Time)? Slow { get; set; }

    /// <summary>Uploads that still succeed; then every one is refused. Null: all succeed.</summary>
    public int? RefuseAfter { get; set; }

    /// <summary>Uploads so far.</summary>
    public int Uploads => _uploads;

    int _uploads;

    public static async Task<TroubledStore> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var store = new TroubledStore(builder.Build());
        store._app.Run(store.ForwardAsync);
        await store._app.StartAsync();
        return store;
    }

    async Task ForwardAsync(HttpContext http)
    {
        if (http.Request.Method == "PUT")
        {
            var count = Interlocked.Increment(ref _uploads);
            if (Slow is { } slow && http.Request.Path.Value!.Contains(slow.Part, StringComparison.Ordinal))
                await Task.Delay(slow.Time, http.RequestAborted);
            if (RefuseAfter is { } most && count > most)
            {
                http.Response.StatusCode = 507;
                return;
            }
        }

        var target = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), Servers.S3 + target);
        if (http.Request.ContentLength is not null)
            request.Content = new StreamContent(http.Request.Body);
        // The name that was signed is the one that is asked.
        foreach (var (name, values) in http.Request.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        using var answer = await _client.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (name != "Transfer-Encoding")
                http.Response.Headers[name] = values.ToArray();
        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }
}
