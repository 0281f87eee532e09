using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>The headers that tell browsers what they must not do with an answer.</summary>
[Collection("api")]
public class SecurityHeadersTests(ApiHost host)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/login/")]
    [InlineData("/swagger/index.html")]
    [InlineData("/api/v3/site")]
    [InlineData("/api/v3/me")]
    [InlineData("/api/v2/studies/")]
    [InlineData("/openapi/v3.json")]
    [InlineData("/health/live")]
    [InlineData("/nothing")]
    public async Task Stand_on_every_answer(string path)
    {
        using var nobody = host.Nobody();
        using var answer = await nobody.GetAsync(path);
        AssertSafe(answer);
    }

    [Fact]
    public async Task Stand_on_the_answer_to_a_host_that_cannot_be_read()
    {
        using var nobody = host.Nobody();
        using var answer = await nobody.GetAsync("/", ("Host", "localhost."));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        AssertSafe(answer);
    }

    /// <summary>A body without a length is found too large while it is read, by an exception.</summary>
    [Fact]
    public async Task Stand_on_the_answer_to_an_exception()
    {
        using var nobody = host.Nobody();
        using var tooLarge = JsonContent.Create(new { email = new string('x', 40_000_000), password = "x" });
        using var answer = await nobody.SendAsync(HttpMethod.Post, "/api/v3/session-keys", tooLarge);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        AssertSafe(answer);
    }

    [Fact]
    public async Task Leave_a_study_that_may_frame_its_own_pages_its_right()
    {
        using var nobody = host.Nobody();
        using var answer = await nobody.GetAsync("/api/v3/me", ("Host", $"{Guid.NewGuid()}.play.localhost"));
        Assert.Equal("SAMEORIGIN", answer.Headers.GetValues("X-Frame-Options").Single());
    }

    static void AssertSafe(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", HeaderOf("X-Content-Type-Options"));
        Assert.Equal("DENY", HeaderOf("X-Frame-Options"));
        Assert.Equal("same-origin", HeaderOf("Referrer-Policy"));
        Assert.Equal("same-origin", HeaderOf("Cross-Origin-Opener-Policy"));
        Assert.Null(HeaderOf("Server"));

        string? HeaderOf(string name) =>
            answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
    }
}
