using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Chs.Api.Tests.Access;

/// <summary>
/// A client that follows redirects between the site and the provider, and fills in the provider's forms.
/// </summary>
sealed partial class RedirectingBrowser(Uri site) : IDisposable
{
    readonly CookieContainer _cookies = new();
    readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    /// <summary>Path of a redirect that isn't followed. Null: none.</summary>
    public string? StopAt { get; init; }

    /// <summary>Status of the last answer.</summary>
    public HttpStatusCode Status { get; private set; }

    public string? Session => _cookies.GetCookies(site)["sessionid"]?.Value;

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, new Uri(site, path), null);

    /// <summary>Sends JSON as the site's pages do.</summary>
    public async Task<JsonElement> SendJsonAsync(HttpMethod method, string path, object? body = null)
    {
        var content = body is null ? null : JsonContent.Create(body);
        var answer = await SendAsync(method, new Uri(site, path), content);
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public async Task<JsonElement> MeAsync() =>
        JsonDocument.Parse(await (await GetAsync("/api/v3/me")).Content.ReadAsStringAsync()).RootElement;

    public async Task<HttpStatusCode> StatusOfMeAsync() => (await GetAsync("/api/v3/me")).StatusCode;

    /// <summary>Code of a problem document.</summary>
    public async Task<string?> CodeAsync(string path)
    {
        var problem = JsonDocument.Parse(await GetAsync(path).TextAsync());
        return problem.RootElement.GetProperty("code").GetString();
    }

    /// <summary>Logs in at the provider.</summary>
    /// <param name="name">The person, and what the provider says about them.</param>
    /// <param name="start">The site's address that begins the log-in.</param>
    /// <returns>The address where it ended.</returns>
    public async Task<Uri> LogInAsync(string name, string start)
    {
        var at = new Uri(site, start);
        var answer = await GetAsync(start);
        for (var steps = 0; steps < 30; steps++)
        {
            if (answer.Headers.Location is { } location)
            {
                at = new Uri(at, location);
                if (at.AbsolutePath == StopAt || at.Host != site.Host)
                    return at;
                answer = await SendAsync(HttpMethod.Get, at, null);
                continue;
            }

            var page = await answer.Content.ReadAsStringAsync();
            if (at.Port == site.Port || !Prompt().IsMatch(page))
                return at;
            at = new Uri(at, Action().Match(page).Groups[1].Value);
            answer = await SendAsync(HttpMethod.Post, at, FillIn(page, name));
        }

        throw new InvalidOperationException("The log-in redirects endlessly.");
    }

    static FormUrlEncodedContent FillIn(string page, string name) =>
        new(
            new Dictionary<string, string>
            {
                ["prompt"] = Prompt().Match(page).Groups[1].Value,
                ["login"] = name,
                ["password"] = "whatever",
            }
        );

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri to, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, to) { Content = content };
        if (_cookies.GetCookieHeader(to) is { Length: > 0 } cookies)
            request.Headers.Add("Cookie", cookies);
        if (_cookies.GetCookies(site)["csrftoken"]?.Value is { } csrf && to.Port == site.Port)
            request.Headers.Add("X-CSRFToken", csrf);
        var answer = await _client.SendAsync(request);
        Status = answer.StatusCode;
        // Cookies don't depend on the port, in the container as in browsers.
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set)
                _cookies.SetCookies(to, SameSite().Replace(cookie, ""));
        return answer;
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"prompt\" value=\"(\\w+)\"")]
    private static partial Regex Prompt();

    [GeneratedRegex("<form[^>]* action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex(";\\s*samesite=\\w+", RegexOptions.IgnoreCase)]
    private static partial Regex SameSite();
}
