using System.Net;
using Chs.Client;
using Chs.Client.Models;
using Microsoft.Kiota.Abstractions.Serialization;
using Xunit;

namespace Chs.Clients.Tests;

/// <summary>What is written by hand around the generated client, against answers that a site rarely gives.</summary>
public sealed class ChsClientTests
{
    [Fact]
    public async Task Versions_are_read_by_a_handler_of_the_callers_own_too()
    {
        List<string> sent = [];
        var chs = Connect(request =>
        {
            sent.AddRange(request.Headers.IfMatch.Select(tag => tag.ToString()));
            var answer = Answer("application/json", """{"name":"Zebras"}""");
            answer.Headers.ETag = new("\"7\"");
            return answer;
        });
        var study = chs.Api.V3.Studies[Guid.NewGuid()];
        var version = new ETag();
        await study.GetAsync(request => request.Keep(version));
        Assert.Equal("\"7\"", version.Value);
        await study.PatchAsync(new StudyUpdate { Purpose = "To see" }, request => request.IfMatch(version));
        Assert.Equal(["\"7\""], sent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("id: 0\nevent: state\ndata: {\"number\":0,\"kind\":\"state\",\"text\":\"queued\"}\n\n")]
    public async Task A_build_has_not_ended_when_its_stream_is_closed(string stream)
    {
        var chs = Connect(_ => Answer("text/event-stream", stream));
        List<BuildEvent> events = [];
        var failure = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var happened in chs.FollowBuildAsync(Guid.NewGuid()))
                events.Add(happened);
        });
        Assert.Equal("The stream ended before the build did.", failure.Message);
        Assert.Equal(stream.Length > 0 ? 1 : 0, events.Count);
    }

    [Fact]
    public async Task Session_data_with_half_an_emoji_can_be_read()
    {
        const string response =
            """{"recordingMethod":"a\\ud800","data":["\ud83d","\ud83d\ude00\ude00","\u0000",{"\ud800":1}]}""";
        var chs = Connect(_ => Answer("application/json", response));
        var read = await chs.Api.V3.Studies[Guid.NewGuid()].Responses[Guid.NewGuid()].GetAsync();
        var items = Assert.IsType<UntypedArray>(read!.Data).GetValue().ToArray();
        var texts = items.OfType<UntypedString>().Select(text => text.GetValue());
        Assert.Equal(["\uFFFD", "\U0001F600\uFFFD", "\0"], texts);
        Assert.Equal("\uFFFD", Assert.Single(Assert.IsType<UntypedObject>(items[^1]).GetValue()).Key);
    }

    static ChsClient Connect(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        ChsClient.Connect(new Uri("https://chs.example"), "key", new Handler(answer));

    static HttpResponseMessage Answer(string type, string content) =>
        new(HttpStatusCode.OK) { Content = new StringContent(content, null, type) };

    sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken _) =>
            Task.FromResult(answer(request));
    }
}
