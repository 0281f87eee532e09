using System.Net;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>
/// Assertions on an answer that is on its way. When they fail, they say what was asked and what was answered.
/// </summary>
static class AnswerAssertions
{
    const int ShownBody = 500;

    public static async Task HasStatusAsync(this Task<HttpResponseMessage> request, HttpStatusCode status)
    {
        using var answer = await request;
        Assert.True(answer.StatusCode == status, $"Expected {(int)status}. {await DescribeAsync(answer)}");
    }

    /// <summary>A v3 problem document with this status and code.</summary>
    public static async Task IsProblemAsync(this Task<HttpResponseMessage> request, int status, string code)
    {
        using var answer = await request;
        var problem = await ApiHost.ProblemAsync(answer);
        Assert.True(problem == (status, code), $"Expected {status} {code}. {await DescribeAsync(answer)}");
    }

    /// <summary>A v3 problem document with this status and any code.</summary>
    public static async Task IsProblemAsync(this Task<HttpResponseMessage> request, int status)
    {
        using var answer = await request;
        var problem = await ApiHost.ProblemAsync(answer);
        Assert.True(problem.Status == status, $"Expected {status}. {await DescribeAsync(answer)}");
    }

    /// <summary>A v1/v2 error with this status, code and pointer.</summary>
    public static async Task IsJsonApiErrorAsync(
        this Task<HttpResponseMessage> request,
        int status,
        string code,
        string? pointer
    )
    {
        using var answer = await request;
        var error = await ApiHost.JsonApiErrorAsync(answer);
        Assert.True(
            error == (status, code, pointer),
            $"Expected {status} {code} at {pointer ?? "no place"}. {await DescribeAsync(answer)}"
        );
    }

    /// <summary>A v1/v2 error with this status.</summary>
    public static async Task IsJsonApiErrorAsync(this Task<HttpResponseMessage> request, int status)
    {
        using var answer = await request;
        var error = await ApiHost.JsonApiErrorAsync(answer);
        Assert.True(error.Status == status, $"Expected {status}. {await DescribeAsync(answer)}");
    }

    public static async Task SucceedsAsync(this Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        Assert.True(answer.IsSuccessStatusCode, $"Expected success. {await DescribeAsync(answer)}");
    }

    public static async Task<string> TextAsync(this Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The request, and the status and beginning of its answer, which has the code.</summary>
    public static async Task<string> DescribeAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        var shown = body.Length > ShownBody ? body[..ShownBody] + " …" : body;
        return $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.PathAndQuery} "
            + $"answered {(int)answer.StatusCode} {answer.Content.Headers.ContentType}: {shown}";
    }
}
