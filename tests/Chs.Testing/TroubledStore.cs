using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Chs.Testing;

/// <summary>A proxy before the real S3 server that can be made slow or refuse uploads.</summary>
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

    int _uploads;

    TroubledStore(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>Delays uploads whose key contains the part. Null: none.</summary>
    public (string Part, TimeSpan Time)? Slow { get; set; }

    /// <summary>Number of uploads that succeed before all further ones are refused. Null: all succeed.</summary>
    public int? RefuseAfter { get; set; }

    /// <summary>Number of uploads so far.</summary>
    public int Uploads => _uploads;

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
            if (RefuseAfter is { } limit && count > limit)
            {
                http.Response.StatusCode = 507;
                return;
            }
        }

        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), Servers.S3 + target);
        if (http.Request.ContentLength is not null)
            request.Content = new StreamContent(http.Request.Body);
        // The Host header stays as it is, because the signature covers it.
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
