using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>What browsers allow pages of other origins, because we say so.</summary>
[Collection("api")]
public class CrossOriginTests(ApiHost host)
{
    const string FrontEnd = "https://front.example";

    [Fact]
    public async Task A_named_front_end_may_use_v3_without_cookies()
    {
        using var allowed = await AskAsync(FrontEnd, "/api/v3/children");
        Assert.Equal(FrontEnd, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://evil.example", "/api/v3/children")]
    [InlineData(FrontEnd, "/api/v2/responses/")]
    [InlineData(FrontEnd, "/login/")]
    public async Task Nothing_else_is_for_other_origins(string origin, string path)
    {
        using var refused = await AskAsync(origin, path);
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_named_front_end_may_read_versions_and_how_long_to_wait()
    {
        using var page = host.Nobody();
        using var read = await page.GetAsync("/api/v3/labs", ("Origin", FrontEnd));
        var exposed = string.Join(',', read.Headers.GetValues("Access-Control-Expose-Headers"));
        Assert.Contains("ETag", exposed);
        Assert.Contains("Retry-After", exposed);
    }

    /// <summary>What a browser asks before it sends a request of a page.</summary>
    async Task<HttpResponseMessage> AskAsync(string origin, string path)
    {
        using var page = host.Nobody();
        return await page.SendAsync(
            HttpMethod.Options,
            path,
            null,
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,idempotency-key")
        );
    }
}
