using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Responses;

/// <summary>Odd values in a session of v1 and v2 are kept byte for byte, and none of them keeps the others from being saved.</summary>
[Collection("api")]
public sealed class OddSessionDataTests(ApiHost host) : IAsyncLifetime
{
    ApiClient? _parent;
    Guid _response;

    ApiClient Parent => _parent!;

    string Path => $"/api/v2/responses/{_response}/";

    public async Task InitializeAsync()
    {
        // All cases share one log-in, because log-ins are limited.
        _parent = await host.LoggedInAsync("parent");
        var (study, child) = await Parent.DemoAsync();
        _response = await Parent.StartAsync(study, child);
    }

    public Task DisposeAsync()
    {
        Parent.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(@"""exp_data"":[{""a"":""\u0000""}]")]
    [InlineData(@"""exp_data"":[{""\ud83d"":""\ud83d"",""\ude00"":1}]")]
    [InlineData(@"""exp_data"":[{""chs_type"":""\ud83d"",""trial_\u0000"":[""\ud83d\ude00""]}]")]
    [InlineData(@"""exp_data"":[1e999,-1E-999]")]
    [InlineData(@"""conditions"":{""\u0000"":""\udc00""}")]
    [InlineData(@"""global_event_timings"":[""\u0000"",1e400]")]
    public async Task It_is_answered_as_it_was_sent(string attribute)
    {
        Assert.Contains(attribute, await Parent.PatchAsync(_response, $"{{{attribute}}}").TextAsync());
        Assert.Contains(attribute, await Parent.GetAsync(Path).TextAsync());
    }

    /// <summary>Odd in a place where nothing is stored, or nothing but text.</summary>
    [Theory]
    [InlineData(
        @"{""data"":{""type"":""responses"",""id"":""{id}"",""attributes"":{""\ud800"":""\u0000""}},""\ud800"":1}"
    )]
    [InlineData(@"{""\udc00"":1,""data"":{""\u0000"":2,""type"":""responses"",""id"":""{id}"",""attributes"":{}}}")]
    [InlineData(
        @"{""data"":{""type"":""responses"",""id"":""{id}"",""attributes"":{},"
            + @"""relationships"":{""\ud800"":1,""other"":{""\ud800"":1}}}}"
    )]
    [InlineData(
        @"{""data"":{""type"":""responses"",""id"":""{id}"",""attributes"":{""recording_method"":""\u0000\ud800""}}}"
    )]
    public Task It_is_ignored_where_it_does_not_matter(string document) =>
        PatchAsync(document.Replace("{id}", _response.ToString())).SucceedsAsync();

    [Theory]
    [InlineData(@"{""data"":{""type"":""responses"",""id"":""\ud800"",""attributes"":{}}}", 400)]
    [InlineData(@"{""data"":{""type"":""\ud800"",""id"":""x"",""attributes"":{}}}", 409)]
    [InlineData(@"{""data"":{""type"":""responses"",""attributes"":{""completed"":""\u0000""}}}", 400)]
    [InlineData(
        @"{""data"":{""type"":""responses"",""attributes"":{},"
            + @"""relationships"":{""study"":{""\ud800"":1,""data"":{""\u0000"":""\ud800""}}}}}",
        400
    )]
    public Task It_is_told_where_it_does_matter(string document, int status) =>
        PatchAsync(document).HasStatusAsync((HttpStatusCode)status);

    [Fact]
    public async Task A_long_id_of_a_frame_is_kept()
    {
        var sequence = $"[\"{new string('x', 5_000)}\"]";
        // Accepted for jsPsych, too, whose sequence is derived.
        await Parent.PatchAsync(_response, $$"""{"sequence":{{sequence}}}""").SucceedsAsync();
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(
            """{"data":{"type":"responses","id":"x","attributes":{"exp_data":["\ud800A"]}}}"""
        );
        bytes[Array.IndexOf(bytes, (byte)'A')] = 0xFF;
        await SendAsync(new ByteArrayContent(bytes)).IsJsonApiErrorAsync(400, "parse_error", "/data");
        // Half of a surrogate pair as UTF-8 would have it.
        var half = Encoding.Latin1.GetBytes("{\"data\":{\"x\":\"\u00ED\u00A0\u0080\"}}");
        await SendAsync(new ByteArrayContent(half)).IsJsonApiErrorAsync(400, "parse_error", "/data");
    }

    Task<HttpResponseMessage> PatchAsync(string document) => SendAsync(new StringContent(document, Encoding.UTF8));

    Task<HttpResponseMessage> SendAsync(HttpContent content)
    {
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/vnd.api+json");
        return Parent.Play.SendAsync(HttpMethod.Patch, Path, content);
    }
}
