using System.Net;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Assertions on an answer that is on its way.</summary>
static class AnswerAssertions
{
    public static async Task HasStatusAsync(this Task<HttpResponseMessage> request, HttpStatusCode status)
    {
        using var answer = await request;
        Assert.Equal(status, answer.StatusCode);
    }

    /// <summary>A v3 problem document with this status and code.</summary>
    public static async Task IsProblemAsync(this Task<HttpResponseMessage> request, int status, string code)
    {
        using var answer = await request;
        Assert.Equal((status, code), await ApiHost.ProblemAsync(answer));
    }

    /// <summary>A v3 problem document with this status and any code.</summary>
    public static async Task IsProblemAsync(this Task<HttpResponseMessage> request, int status)
    {
        using var answer = await request;
        Assert.Equal(status, (await ApiHost.ProblemAsync(answer)).Status);
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
        Assert.Equal((status, code, pointer), await ApiHost.JsonApiErrorAsync(answer));
    }

    /// <summary>A v1/v2 error with this status.</summary>
    public static async Task IsJsonApiErrorAsync(this Task<HttpResponseMessage> request, int status)
    {
        using var answer = await request;
        Assert.Equal(status, (await ApiHost.JsonApiErrorAsync(answer)).Status);
    }

    public static async Task SucceedsAsync(this Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        answer.EnsureSuccessStatusCode();
    }

    public static async Task<string> TextAsync(this Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        return await answer.Content.ReadAsStringAsync();
    }
}
