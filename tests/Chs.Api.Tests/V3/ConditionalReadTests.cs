using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>Reads that cost little: of what a client has already, and of headers alone.</summary>
[Collection("api")]
public class ConditionalReadTests(ApiHost host)
{
    [Fact]
    public async Task A_reader_who_has_the_newest_version_is_told_so()
    {
        using var browser = await host.LoggedInAsync("researcher");
        var path = await StudyAsync(browser);
        using var first = await browser.GetAsync(path);
        var etag = first.Headers.ETag!.Tag;
        using var again = await browser.GetAsync(path, ("If-None-Match", $"\"0\", {etag}"));
        Assert.Equal(304, (int)again.StatusCode);
        Assert.Equal(etag, again.Headers.ETag!.Tag);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_reader_who_has_another_version_gets_the_newest()
    {
        using var browser = await host.LoggedInAsync("researcher");
        using var answer = await browser.GetAsync(await StudyAsync(browser), ("If-None-Match", "\"987654\""));
        Assert.Equal(200, (int)answer.StatusCode);
    }

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
    }

    [Fact]
    public async Task Caches_may_keep_nothing_of_one_person()
    {
        using var browser = await host.LoggedInAsync("researcher");
        using var answer = await browser.GetAsync("/api/v3/me");
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    static async Task<string> StudyAsync(ApiClient browser)
    {
        var studies = await browser.GetJsonAsync("/api/v3/studies?limit=1");
        return $"/api/v3/studies/{studies.GetProperty("items")[0].GetProperty("id").GetGuid()}";
    }
}
