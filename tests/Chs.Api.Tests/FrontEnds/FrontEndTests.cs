using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.FrontEnds;

/// <summary>A front end that the program serves from a folder.</summary>
public sealed class FrontEndTests(FrontEndTests.Host host) : IClassFixture<FrontEndTests.Host>
{
    const string Page = """
        <!doctype html><title>Ours</title><script>document.title = "Run";</script><script src="/app.js"></script>
        """;

    /// <summary>Addresses of the program, which a front end never gets; {id} stands for an unknown study or child.</summary>
    static readonly (string Path, int Status)[] Ours =
    [
        ("/api/v3/site", 200),
        ("/api", 404),
        ("/api/v3/nothing", 404),
        ("/api/v4/nothing", 404),
        ("/api/v2/nothing/", 404),
        ("/API/v3/nothing", 404),
        ("/api/v3/password-resets", 405),
        ("/openapi/v3.json", 200),
        ("/openapi/nothing.json", 404),
        ("/swagger/index.html", 200),
        ("/swagger/nothing", 404),
        ("/health/live", 200),
        ("/health/nothing", 404),
        ("/media/nothing.png", 404),
        ("/stage/nothing", 404),
        ("/studies/{id}/{id}/", 302),
        ("/studies/j/{id}/{id}/", 302),
        ("/exp/studies/{id}/{id}/preview/", 302),
        ("/exp/studies/j/{id}/{id}/preview/", 302),
        ("/de/studies/{id}/{id}/", 302),
    ];

    /// <summary>
    /// Addresses of the front end: what our plain pages have otherwise, what only play hosts have, and what nobody has.
    /// </summary>
    static readonly string[] Theirs =
    [
        "/",
        "/index.html",
        "/studies/",
        "/studies/{id}/",
        "/exp/studies/{id}/",
        "/exp/labs/{id}/members/",
        "/login/?next=/studies/",
        "/login/code/",
        "/account/confirm/?token=x",
        "/account/password/?token=x",
        "/account/forgotten/",
        "/thanks/",
        "/play/begin",
        "/play/assets/nothing.js",
        "/studies/{id}/assets/player.js",
        "/static/js/mic_check.js",
        "/some/page",
        "/apiary",
    ];

    [Fact]
    public async Task Never_gets_the_addresses_of_the_program()
    {
        using var nobody = ApiClient.To(host.Address);
        foreach (var (pattern, status) in Ours)
        {
            var path = pattern.Replace("{id}", Guid.NewGuid().ToString());
            using var answer = await nobody.GetAsync(path, ("Accept", "text/html"));
            Assert.True((int)answer.StatusCode == status, $"{path}: {(int)answer.StatusCode}");
            Assert.DoesNotContain("Ours", await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("/out.txt", 404)]
    [InlineData("/out/secret.txt", 404)]
    [InlineData("/same.js", 200)]
    public async Task Links_lead_nowhere_outside_of_the_folder(string path, int status)
    {
        using var nobody = ApiClient.To(host.Address);
        using var answer = await nobody.GetAsync(path);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Unknown_operations_are_refused_as_problems()
    {
        using var nobody = ApiClient.To(host.Address);
        using var answer = await nobody.GetAsync("/api/v3/nothing", ("Accept", "text/html"));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Has_every_other_address()
    {
        using var nobody = ApiClient.To(host.Address);
        foreach (var pattern in Theirs)
        {
            var path = pattern.Replace("{id}", Guid.NewGuid().ToString());
            using var answer = await nobody.GetAsync(path, ("Accept", "text/html"));
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            Assert.Equal(Page, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Has_its_files_and_nothing_beside_its_folder()
    {
        using var nobody = ApiClient.To(host.Address);
        using var script = await nobody.GetAsync("/app.js");
        Assert.Equal("1;", await script.Content.ReadAsStringAsync());
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-cache", script.Headers.CacheControl!.ToString());
        using var known = await nobody.GetAsync("/app.js", ("If-None-Match", script.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var fingerprinted = await nobody.GetAsync("/app-0a1b2c3d.js");
        Assert.Contains("immutable", fingerprinted.Headers.CacheControl!.ToString());
        using var about = await nobody.GetAsync("/about/");
        Assert.Contains("About us", await about.Content.ReadAsStringAsync());
        using var missing = await nobody.GetAsync("/gone.js");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        foreach (var hidden in (string[])["/.git/config", "/.env", $"{host.Address}/api/x.json"])
        {
            using var answer = await nobody.GetAsync(hidden);
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound, $"{hidden}: {answer.StatusCode}");
        }

        string[] ways =
        [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..%5csecret.txt",
            "/about/../../secret.txt",
        ];
        foreach (var way in ways)
        {
            using var answer = await nobody.GetAsync(way);
            Assert.DoesNotContain("not for the web", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Runs_the_scripts_that_it_came_with_and_no_others()
    {
        using var nobody = ApiClient.To(host.Address);
        using var answer = await nobody.GetAsync("/some/page");
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        // printf 'document.title = "Run";' | openssl dgst -sha256 -binary | base64
        Assert.Contains("script-src 'self' 'sha256-W9w0YGH0O4/M3CLIwKpn+jW4feQJpWntUg1ZLKs6KLA=';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
    }

    [Fact]
    public async Task Gets_those_who_finished_a_study_or_lack_a_log_in()
    {
        using var nobody = ApiClient.To(host.Address);
        using var thanks = await nobody.GetAsync("/stage/thanks/");
        Assert.Equal($"{host.Address}thanks/", thanks.Headers.Location!.OriginalString);
        var page = $"/studies/j/{Guid.NewGuid()}/{Guid.NewGuid()}/";
        using var logIn = await nobody.GetAsync(page);
        Assert.Equal($"/login/?next={Uri.EscapeDataString(page)}", logIn.Headers.Location!.OriginalString);
        var site = await nobody.GetJsonAsync("/api/v3/site");
        var links = site.GetProperty("mailLinks");
        Assert.Equal($"{host.Address}studies/{{studyId}}/", links.GetProperty("study").GetString());
    }

    [Fact]
    public async Task A_browser_can_still_log_out_by_the_button_of_our_pages()
    {
        using var browser = ApiClient.To(host.Address);
        await browser.LogInAsync("parent@demo.chs");
        var form = new FormUrlEncodedContent([new("csrftoken", browser.Cookie("csrftoken")!)]);
        using var answer = await browser.SendAsync(HttpMethod.Post, "/logout/", form);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        using var me = await browser.GetAsync("/api/v3/me");
        Assert.Equal(HttpStatusCode.Unauthorized, me.StatusCode);
    }

    /// <summary>A program with a front end in a folder.</summary>
    public sealed class Host : IAsyncLifetime
    {
        readonly string _data = Directory.CreateTempSubdirectory("chs-front-").FullName;
        ServerProcess? _server;

        public Uri Address => _server!.Address;

        public async Task InitializeAsync()
        {
            var folder = Path.Combine(_data, "pages");
            Directory.CreateDirectory(Path.Combine(folder, "about"));
            await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), Page);
            await File.WriteAllTextAsync(Path.Combine(folder, "about", "index.html"), "<!doctype html>About us");
            await File.WriteAllTextAsync(Path.Combine(folder, "app.js"), "1;");
            await File.WriteAllTextAsync(Path.Combine(folder, "app-0a1b2c3d.js"), "2;");
            Directory.CreateDirectory(Path.Combine(folder, ".git"));
            await File.WriteAllTextAsync(Path.Combine(folder, ".git", "config"), "not for the web");
            await File.WriteAllTextAsync(Path.Combine(_data, "secret.txt"), "not for the web");
            Directory.CreateDirectory(Path.Combine(_data, "outside"));
            await File.WriteAllTextAsync(Path.Combine(_data, "outside", "secret.txt"), "not for the web");
            File.CreateSymbolicLink(Path.Combine(folder, "out.txt"), Path.Combine(_data, "secret.txt"));
            Directory.CreateSymbolicLink(Path.Combine(folder, "out"), Path.Combine(_data, "outside"));
            File.CreateSymbolicLink(Path.Combine(folder, "same.js"), "app.js");
            _server = await ServerProcess.StartAsync(_data, null, null, ("Chs__FrontEnd__Folder", folder));
        }

        public async Task DisposeAsync()
        {
            await _server!.DisposeAsync();
            Directory.Delete(_data, recursive: true);
        }
    }
}
