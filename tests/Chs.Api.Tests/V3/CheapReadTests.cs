using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>Reads that cost little: of headers alone, and of what caches may keep.</summary>
[Collection("api")]
public class CheapReadTests(ApiHost host)
{
    [Fact]
    public async Task Head_answers_the_headers_of_get()
    {
        using var browser = await host.LoggedInAsync("researcher");
        var path = await StudyAsync(browser);
        using var get = await browser.GetAsync(path);
        using var head = await browser.SendAsync(HttpMethod.Head, path);
        Assert.Equal(200, (int)head.StatusCode);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Head_shows_strangers_no_more_than_get()
    {
        using var browser = await host.LoggedInAsync("researcher");
        var path = await StudyAsync(browser);
        using var nobody = host.Nobody();
        using var head = await nobody.SendAsync(HttpMethod.Head, path);
        Assert.Equal(401, (int)head.StatusCode);
    }

    [Fact]
    public async Task Head_begins_no_stream()
    {
        using var browser = await host.LoggedInAsync("researcher");
        using var head = await browser.SendAsync(HttpMethod.Head, $"{await StudyAsync(browser)}/exports/responses.csv");
        Assert.Equal(405, (int)head.StatusCode);
    }

    [Theory, InlineData("/api/v3/open-studies"), InlineData("/api/v3/institutions")]
    public async Task Caches_may_keep_what_is_the_same_for_all(string path)
    {
        using var nobody = host.Nobody();
        using var answer = await nobody.GetAsync(path);
        Assert.Equal("public, max-age=60", answer.Headers.CacheControl!.ToString());
        Assert.Contains("Origin", answer.Headers.Vary);
    }

    [Fact]
    public async Task Caches_may_keep_no_refusal()
    {
        using var nobody = host.Nobody();
        using var answer = await nobody.GetAsync("/api/v3/institutions?limit=0");
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Caches_may_keep_nothing_of_one_person()
    {
        using var browser = await host.LoggedInAsync("researcher");
        using var answer = await browser.GetAsync("/api/v3/me");
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task What_a_client_has_already_is_not_sent_again()
    {
        using var browser = await host.LoggedInAsync("researcher");
        foreach (var path in (string[])[await StudyAsync(browser), "/api/v3/studies", "/api/v3/me", "/api/v3/site"])
        {
            using var first = await browser.GetAsync(path);
            var tag = first.Headers.ETag!.ToString();
            using var again = await browser.GetAsync(path, ("If-None-Match", tag));
            Assert.Equal(304, (int)again.StatusCode);
            Assert.Equal(tag, again.Headers.ETag!.ToString());
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
            using var other = await browser.GetAsync(path, ("If-None-Match", "\"1\""));
            Assert.Equal(200, (int)other.StatusCode);
        }
    }

    [Fact]
    public async Task What_another_person_has_is_not_what_you_get()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var reviewer = await host.LoggedInAsync("reviewer");
        using var theirs = await researcher.GetAsync("/api/v3/me");
        using var ours = await reviewer.GetAsync("/api/v3/me", ("If-None-Match", theirs.Headers.ETag!.ToString()));
        Assert.Equal(200, (int)ours.StatusCode);
        Assert.NotEqual(theirs.Headers.ETag, ours.Headers.ETag);
    }

    [Fact]
    public async Task Who_may_not_read_learns_nothing_from_a_tag()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var parent = await host.LoggedInAsync("parent");
        var path = await StudyAsync(researcher);
        using var theirs = await researcher.GetAsync(path);
        var tag = theirs.Headers.ETag!.ToString();
        using var refused = await parent.GetAsync(path, ("If-None-Match", tag));
        Assert.Equal(404, (int)refused.StatusCode);
    }

    [Fact]
    public async Task The_tag_of_a_read_and_the_bare_version_both_change_what_was_read()
    {
        using var browser = await host.LoggedInAsync("researcher");
        var path = await StudyAsync(browser);
        foreach (var isBare in (bool[])[false, true])
        {
            using var read = await browser.GetAsync(path);
            var study = await browser.GetJsonAsync(path);
            var tag = isBare ? $"\"{study.GetProperty("version").GetInt32()}\"" : read.Headers.ETag!.ToString();
            var change = new { compensation = $"a book {Guid.NewGuid():N}" };
            using var changed = await browser.PatchAsync(path, change, ("If-Match", tag));
            Assert.Equal(200, (int)changed.StatusCode);
            Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
            using var stale = await browser.PatchAsync(path, change, ("If-Match", tag));
            Assert.Equal(412, (int)stale.StatusCode);
        }
    }

    static async Task<string> StudyAsync(ApiClient browser)
    {
        var studies = await browser.GetJsonAsync("/api/v3/studies?limit=1");
        return $"/api/v3/studies/{studies.GetProperty("items")[0].GetProperty("id").GetGuid()}";
    }
}
