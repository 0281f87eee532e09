using Microsoft.AspNetCore.Http;

namespace Chs.Browser.Tests;

/// <summary>Sends requests on to the program, as a proxy in front of it does.</summary>
sealed class Forwarder : IDisposable
{
    readonly HttpClient _program = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    /// <param name="program">Where the program listens.</param>
    public async Task ForwardAsync(HttpContext http, Uri program)
    {
        var address = new Uri(program, http.Request.Path + http.Request.QueryString);
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), address);
        if (http.Request.ContentLength > 0)
            request.Content = new StreamContent(http.Request.Body);
        foreach (var (name, values) in http.Request.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, [.. values]))
                request.Content?.Headers.TryAddWithoutValidation(name, [.. values]);
        request.Headers.Add("X-Forwarded-Host", http.Request.Host.Value);
        request.Headers.Add("X-Forwarded-Proto", http.Request.Scheme);
        using var answer = await _program.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (name != "Transfer-Encoding")
                http.Response.Headers[name] = values.ToArray();
        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    public void Dispose() => _program.Dispose();
}
