using System.Net;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Infrastructure.Sources;
using Xunit;

namespace Chs.Infrastructure.Tests.Sources;

/// <summary>What is made of a code host's answers that say nothing about the repository.</summary>
public class CodeHostRefusalTests
{
    static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    static Error? ErrorOf(int status, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return CodeHostRefusal.Of(response, "github.com", Now);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(301)]
    [InlineData(404)]
    [InlineData(422)]
    public void An_answer_about_the_repository_is_none(int status) =>
        Assert.Null(ErrorOf(status, ("x-ratelimit-remaining", "0")));

    [Theory]
    [InlineData("x-ratelimit-reset", "1777897500", 1500, "12:25:00 UTC")]
    [InlineData("x-ratelimit-reset", "1777896060", 60, "12:01:00 UTC")]
    [InlineData("x-ratelimit-reset", "1", 1, "12:00:01 UTC")]
    [InlineData("x-ratelimit-reset", "99999999999999999999", 30, "12:00:30 UTC")]
    [InlineData("x-ratelimit-reset", "soon", 30, "12:00:30 UTC")]
    public void GitHubs_limit_is_named_with_its_end(string name, string value, int seconds, string until)
    {
        var error = ErrorOf(403, ("x-ratelimit-remaining", "0"), (name, value))!;
        Assert.Equal(BuildErrors.HostUnavailableCode, error.Code);
        Assert.Contains("only so many requests", error.Message);
        Assert.Contains(until, error.Message);
        Assert.True(BuildFailure.For(error).IsTransient);
        Assert.Equal(TimeSpan.FromSeconds(seconds), error.RetryAfter);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 04 May 2026 12:10:00 GMT", 600)]
    [InlineData("Mon, 04 May 2026 11:00:00 GMT", 1)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 86400)]
    [InlineData("2147483647", 86400)]
    public void A_host_that_says_how_long_to_wait_is_believed(string value, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ErrorOf(429, ("Retry-After", value))!.RetryAfter);

    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(503)]
    public void Other_refusals_name_their_status(int status)
    {
        var error = ErrorOf(status, ("x-ratelimit-remaining", "41"))!;
        Assert.Contains($"(status {status})", error.Message);
        Assert.True(BuildFailure.For(error).IsTransient);
    }
}
