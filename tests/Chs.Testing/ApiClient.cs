using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Chs.Application.Importing;

namespace Chs.Testing;

/// <summary>A client that keeps cookies and sends the antiforgery header as a browser does, for v3 and the v1/v2 contract.</summary>
public sealed class ApiClient(HttpMessageHandler inner, Uri address) : IDisposable
{
    readonly CookieContainer _cookies = new();
    ApiClient? _play;
    string? _key;
    readonly HttpClient _client = new(inner, disposeHandler: false)
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(100),
    };

    public static ApiClient To(Uri address) => new(Player.NewHandler(), address);

    /// <summary>A client of another host of the same program, with cookies of its own.</summary>
    public ApiClient At(Uri other) => new(inner, other);

    /// <summary>Where it sends its requests.</summary>
    public Uri Address => address;

    /// <summary>Looks at the answers to all clients, and throws when one isn't as it must be.</summary>
    public static Func<HttpResponseMessage, Task> InspectAsync { get; set; } = _ => Task.CompletedTask;

    public string? Cookie(string name) => _cookies.GetCookies(address)[name]?.Value;

    /// <summary>The key with which it writes to v1 and v2; null: none.</summary>
    public string? Key => _key;

    /// <summary>Takes over a cookie of another client.</summary>
    public void SetCookie(string name, string value) => _cookies.Add(address, new Cookie(name, value));

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = RequestFor(method, path, content, headers);
        var answer = await _client.SendAsync(request);
        await InspectAsync(answer);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set)
                _cookies.SetCookies(address, WithoutWhatContainersRefuse(cookie));
        return answer;
    }

    /// <summary>Sends a request and goes away before it is answered, as a browser does whose page is left.</summary>
    /// <param name="after">How long it waits: long enough that everything was sent.</param>
    public async Task SendAndLeaveAsync(HttpMethod method, string path, HttpContent content, TimeSpan after)
    {
        using var request = RequestFor(method, path, content, []);
        using var left = new CancellationTokenSource(after);
        try
        {
            using var answer = await _client.SendAsync(request, left.Token);
            throw new InvalidOperationException("It was answered before the page was left.");
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // It has left.
        }
    }

    HttpRequestMessage RequestFor(
        HttpMethod method,
        string path,
        HttpContent? content,
        (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (_cookies.GetCookieHeader(address) is { Length: > 0 } cookies)
            request.Headers.Add("Cookie", cookies);
        if (method != HttpMethod.Get && Cookie("csrftoken") is { } token)
            request.Headers.Add("X-CSRFToken", token);
        if (_key is not null && method != HttpMethod.Get && IsOfJsonApi(path))
            request.Headers.Add("Authorization", $"Token {_key}");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }

    static bool IsOfJsonApi(string path) =>
        path.StartsWith("/api/v1/", StringComparison.Ordinal) || path.StartsWith("/api/v2/", StringComparison.Ordinal);

    /// <summary>
    /// Issues a key to who is logged in, with which this client writes to v1 and v2 from now on: a cookie only reads them.
    /// </summary>
    public async Task UseKeyAsync()
    {
        if (_key is not null)
            return;
        var created = await PostJsonAsync("/api/v3/me/tokens", new { label = "script" });
        _key = created.GetProperty("key").GetString();
    }

    /// <summary>Browsers send secure cookies to this machine without TLS, too.</summary>
    static string WithoutWhatContainersRefuse(string cookie) =>
        cookie
            .Replace("samesite=lax", "", StringComparison.OrdinalIgnoreCase)
            .Replace("; secure", "", StringComparison.OrdinalIgnoreCase);

    public Task<HttpResponseMessage> PostAsync(
        string path,
        object body,
        params (string Name, string Value)[] headers
    ) => SendAsync(HttpMethod.Post, path, JsonContent.Create(body), headers);

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<HttpResponseMessage> PutAsync(
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    ) => SendAsync(HttpMethod.Put, path, body is null ? null : JsonContent.Create(body), headers);

    public Task<HttpResponseMessage> PatchAsync(
        string path,
        object body,
        params (string Name, string Value)[] headers
    ) => SendAsync(HttpMethod.Patch, path, JsonContent.Create(body), headers);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Gets and expects success.</summary>
    public async Task<JsonElement> GetJsonAsync(string path) => await ReadAsync(await SendAsync(HttpMethod.Get, path));

    /// <summary>Posts and expects success.</summary>
    public async Task<JsonElement> PostJsonAsync(string path, object body) =>
        await ReadAsync(await PostAsync(path, body));

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{(int)answer.StatusCode}: {text}", null, answer.StatusCode);
        return JsonDocument.Parse(text).RootElement;
    }

    public Task LogInAsync(string email) =>
        PostJsonAsync("/api/v3/session", new { email, password = new DemoAccounts().Password });

    /// <summary>The play that was entered last; without one, this client.</summary>
    public ApiClient Play => _play ?? this;

    /// <summary>Saves session data as the experiment runner does.</summary>
    /// <param name="attributes">The <c>attributes</c> of the JSON:API document, a JSON object.</param>
    public Task<HttpResponseMessage> PatchAsync(
        Guid response,
        string attributes,
        params (string Name, string Value)[] headers
    )
    {
        var content = new StringContent(
            $$$"""{"data":{"id":"{{{response}}}","type":"responses","attributes":{{{attributes}}}}}""",
            Encoding.UTF8
        );
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.api+json");
        return Play.SendAsync(HttpMethod.Patch, $"/api/v2/responses/{response}/", content, headers);
    }

    /// <summary>The demo's study and the first child of the parent who is logged in.</summary>
    public async Task<(Guid Study, Guid Child)> DemoAsync()
    {
        var studies = await GetJsonAsync("/api/v3/open-studies?limit=100");
        var faces = studies
            .GetProperty("items")
            .EnumerateArray()
            .Single(study => study.GetProperty("name").GetString() == "Faces");
        var children = await GetJsonAsync("/api/v3/children");
        return (faces.GetProperty("id").GetGuid(), children.GetProperty("items")[0].GetProperty("id").GetGuid());
    }

    /// <summary>Starts a session and enters its play, to which later saves go.</summary>
    /// <returns>The id of its response.</returns>
    public async Task<Guid> StartAsync(Guid study, Guid child)
    {
        var start = await PostJsonAsync($"/api/v3/studies/{study}/responses", new { childId = child });
        _play = await this.PlayAsync(study, child);
        return start.GetProperty("response").GetProperty("id").GetGuid();
    }

    /// <summary>Enters a play of a frameplayer study, to which later requests of the runner go.</summary>
    public async Task<ApiClient> EnterAsync(Guid study, Guid child, bool isPreview = false) =>
        _play = await this.PlayAsync(study, child, isPreview);

    public void Dispose() => _client.Dispose();
}
