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

    static async Task<string> StudyAsync(ApiClient browser)
    {
        var studies = await browser.GetJsonAsync("/api/v3/studies?limit=1");
        return $"/api/v3/studies/{studies.GetProperty("items")[0].GetProperty("id").GetGuid()}";
    }
}
