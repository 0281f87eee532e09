using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Testing;
using OtpNet;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>The log-in of an institution, against a real provider, redirect by redirect as a browser goes.</summary>
public sealed partial class Institution_ : IAsyncLifetime
{
    readonly string _data = Directory.CreateTempSubdirectory("chs-oidc-").FullName;
    OpenIdProvider? _provider;
    ServerProcess? _server;

    public async Task InitializeAsync()
    {
        var port = ServerProcess.FreePort();
        _provider = await OpenIdProvider.StartAsync(new Uri($"http://127.0.0.1:{port}"));
        _server = await ServerProcess.StartAsync(
            _data,
            null,
            port,
            ("Chs__OpenId__Authority", _provider.Issuer.AbsoluteUri),
            ("Chs__OpenId__ClientId", OpenIdProvider.ClientId),
            ("Chs__OpenId__ClientSecret", OpenIdProvider.ClientSecret),
            ("Chs__OpenId__Name", "Uni <of> Somewhere"),
            ("Chs__Accounts__SecondFactor", "Researchers")
        );
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Opens_a_session_of_ours_for_the_person_that_the_provider_knows()
    {
        using var browser = new Walker(_server!.Address);
        var form = await browser.GetAsync("/login/");
        Assert.Contains("Log in at Uni &lt;of&gt; Somewhere", await form.Content.ReadAsStringAsync());
        var arrived = await browser.LogInAsync("ada,verified", "/login/institution/?next=/swagger/index.html");
        Assert.Equal("/swagger/index.html", arrived.AbsolutePath);
        var me = await browser.MeAsync();
        Assert.Equal(
            ("ada@uni.example", "Ada", true),
            (
                me.GetProperty("email").GetString(),
                me.GetProperty("givenName").GetString(),
                me.GetProperty("isEmailConfirmed").GetBoolean()
            )
        );

        // Again from elsewhere: the same account, by another session.
        using var second = new Walker(_server.Address);
        await second.LogInAsync("ada,verified", "/login/institution/?next=https://evil.example/");
        Assert.Equal(me.GetProperty("id").GetString(), (await second.MeAsync()).GetProperty("id").GetString());
        Assert.NotEqual(browser.Session, second.Session);
        Assert.DoesNotContain("ada@uni.example", _server.Output);
    }

    [Fact]
    public async Task Refuses_addresses_that_nobody_vouches_for_and_answers_that_weren_t_asked_for()
    {
        using var unverified = new Walker(_server!.Address);
        await unverified.LogInAsync("mallory,unverified", "/login/institution/");
        Assert.Equal(HttpStatusCode.Unauthorized, await unverified.StatusOfMeAsync());

        // Somebody else's answer, sent to a browser that didn't ask: the victim would be in the attacker's account.
        using var attacker = new Walker(_server.Address) { StopAt = "/login/institution/callback" };
        var answer = await attacker.LogInAsync("mallory,verified", "/login/institution/");
        using var victim = new Walker(_server.Address);
        var refused = await victim.GetAsync(answer.PathAndQuery);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains(
            "didn&#x27;t work",
            (await refused.Content.ReadAsStringAsync()).Replace("didn't", "didn&#x27;t", StringComparison.Ordinal)
        );
        Assert.Equal(HttpStatusCode.Unauthorized, await victim.StatusOfMeAsync());
        using var invented = new Walker(_server.Address);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await invented.GetAsync("/login/institution/callback?code=x&state=y")).StatusCode
        );
    }

    [Fact]
    public async Task Counts_the_provider_s_second_factor_and_asks_for_ours_where_it_asked_for_none()
    {
        // A researcher with both names, known by the address.
        using var first = new Walker(_server!.Address);
        await first.LogInAsync("grace,verified", "/login/institution/");
        using var reviewer = ApiClient.To(_server.Address);
        await reviewer.LogInAsync("admin@demo.chs");
        var half = await reviewer.SendAsync(HttpMethod.Get, "/api/v3/accounts");
        Assert.Equal((403, "account.second_factor_needed"), await ApiHost.ProblemAsync(half));
        var secret = (await reviewer.PostJsonAsync("/api/v3/me/second-factor", new { }))
            .GetProperty("secret")
            .GetString()!;
        (
            await reviewer.SendAsync(
                HttpMethod.Put,
                "/api/v3/me/second-factor/activation",
                System.Net.Http.Json.JsonContent.Create(
                    new { code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp() }
                )
            )
        ).EnsureSuccessStatusCode();
        var grace = (await reviewer.GetJsonAsync("/api/v3/accounts?match=grace"))
            .GetProperty("items")[0]
            .GetProperty("id")
            .GetString();
        (await reviewer.SendAsync(HttpMethod.Put, $"/api/v3/accounts/{grace}/researcher")).EnsureSuccessStatusCode();

        using var password = new Walker(_server.Address);
        await password.LogInAsync("grace,verified", "/login/institution/");
        Assert.Equal(
            "account.second_factor_needed",
            (await password.JsonAsync("/api/v3/labs?set=mine", "/api/v3/studies/00000000-0000-0000-0000-000000000000"))
                .GetProperty("code")
                .GetString()
        );
        using var strong = new Walker(_server.Address);
        await strong.LogInAsync("grace,verified,mfa", "/login/institution/");
        Assert.Equal(
            "study.not_found",
            (await strong.JsonAsync("/api/v3/me", "/api/v3/studies/00000000-0000-0000-0000-000000000000"))
                .GetProperty("code")
                .GetString()
        );
    }

    [Fact]
    public async Task Is_excused_while_the_provider_is_away()
    {
        var data = Directory.CreateTempSubdirectory("chs-oidc-away-").FullName;
        await using (
            var server = await ServerProcess.StartAsync(
                data,
                null,
                null,
                ("Chs__OpenId__Authority", "http://127.0.0.1:9"),
                ("Chs__OpenId__ClientId", "chs"),
                ("Chs__OpenId__ClientSecret", "x")
            )
        )
        {
            using var browser = new Walker(server.Address);
            var answer = await browser.GetAsync("/login/institution/");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("Log in with a password", await answer.Content.ReadAsStringAsync());
        }

        Directory.Delete(data, recursive: true);
    }

    /// <summary>A browser without a window that follows redirects between the site and the provider, and fills in the provider's forms.</summary>
    sealed partial class Walker(Uri site) : IDisposable
    {
        readonly CookieContainer _cookies = new();
        readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

        /// <summary>Where to stop instead of going there; null: nowhere.</summary>
        public string? StopAt { get; init; }

        public string? Session => _cookies.GetCookies(site)["sessionid"]?.Value;

        public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, new Uri(site, path), null);

        public async Task<JsonElement> MeAsync() =>
            JsonDocument.Parse(await (await GetAsync("/api/v3/me")).Content.ReadAsStringAsync()).RootElement;

        public async Task<HttpStatusCode> StatusOfMeAsync() => (await GetAsync("/api/v3/me")).StatusCode;

        /// <summary>Reads one address that must be there, then another.</summary>
        public async Task<JsonElement> JsonAsync(string known, string path)
        {
            (await GetAsync(known)).EnsureSuccessStatusCode();
            return JsonDocument.Parse(await (await GetAsync(path)).Content.ReadAsStringAsync()).RootElement;
        }

        public async Task<Uri> LogInAsync(string name, string start)
        {
            var (at, answer) = (new Uri(site, start), await GetAsync(start));
            for (var steps = 0; steps < 30; steps++)
            {
                if (answer.Headers.Location is { } location)
                {
                    at = new Uri(at, location);
                    if (StopAt is not null && at.AbsolutePath == StopAt)
                        return at;
                    if (at.Host != site.Host)
                        return at;
                    answer = await SendAsync(HttpMethod.Get, at, null);
                    continue;
                }

                var page = await answer.Content.ReadAsStringAsync();
                if (at.Port == site.Port || !Prompt().IsMatch(page))
                    return at;
                var prompt = Prompt().Match(page).Groups[1].Value;
                var action = new Uri(at, Action().Match(page).Groups[1].Value);
                answer = await SendAsync(
                    HttpMethod.Post,
                    action,
                    new FormUrlEncodedContent(
                        new Dictionary<string, string>
                        {
                            ["prompt"] = prompt,
                            ["login"] = name,
                            ["password"] = "whatever",
                        }
                    )
                );
                at = action;
            }

            throw new InvalidOperationException("It goes round in circles.");
        }

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri to, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, to) { Content = content };
            if (_cookies.GetCookieHeader(to) is { Length: > 0 } cookies)
                request.Headers.Add("Cookie", cookies);
            var answer = await _client.SendAsync(request);
            // The container doesn't tell ports apart, which is as browsers do it.
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
}
