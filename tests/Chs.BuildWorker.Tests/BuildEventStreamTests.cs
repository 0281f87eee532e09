using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>The stream of a build's events.</summary>
[Collection("builds")]
public class BuildEventStreamTests(WorkingScene working)
{
    BuildScene Scene => working.Scene;

    sealed record StreamedEvent(string Id, string Kind, JsonElement Data);

    [BuildFact]
    public async Task A_line_is_streamed_while_the_build_still_runs()
    {
        const string script = """
            console.log("a first line");
            await new Promise(done => setTimeout(done, 60_000));
            """;
        var build = await Scene.RequestAsync(await Scene.StudyAsync(Scene.CommitThat(script)));
        var events = await ReadAsync(
            build,
            "",
            line => TextOf(line).Contains("a first line", StringComparison.Ordinal)
        );
        Assert.Contains("a first line", TextOf(events[^1]));
        Assert.Equal("running", (await Scene.ReadAsync(build)).GetProperty("state").GetString());
        (await Scene.Researcher.PutAsync($"/api/v3/builds/{build}/cancellation")).EnsureSuccessStatusCode();
    }

    [BuildFact]
    public async Task A_reader_that_hung_up_goes_on_where_it_stopped()
    {
        var build = await Scene.RequestAsync(await Scene.StudyAsync(Scene.CommitThat("console.log('a line');")));
        var events = await ReadAsync(build, "", line => TextOf(line).Contains("a line", StringComparison.Ordinal));
        events.AddRange(await ReadAsync(build, events[^1].Id, _ => false));

        Assert.Equal("end", events[^1].Kind);
        Assert.Equal("succeeded", TextOf(events[^1]));
        var numbers = events.SkipLast(1).Select(e => e.Data.GetProperty("number").GetInt32()).ToList();
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
    }

    static string TextOf(StreamedEvent e) => e.Data.GetProperty("text").GetString()!;

    /// <param name="lastId">The last event that the reader has seen; empty: none.</param>
    /// <param name="isLast">Whether the reader hangs up after this event. It does at the stream's end.</param>
    async Task<List<StreamedEvent>> ReadAsync(Guid build, string lastId, Func<StreamedEvent, bool> isLast)
    {
        using var http = new HttpClient { BaseAddress = Scene.Api.Address, Timeout = TimeSpan.FromSeconds(60) };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v3/builds/{build}/events");
        request.Headers.Add("Cookie", $"sessionid={Scene.Researcher.Cookie("sessionid")}");
        if (lastId.Length > 0)
            request.Headers.Add("Last-Event-ID", lastId);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        List<StreamedEvent> events = [];
        var id = lastId;
        var kind = "";
        var data = "";
        while ((events.Count == 0 || !isLast(events[^1])) && await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                kind = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.Length == 0 && kind.Length > 0)
            {
                events.Add(new StreamedEvent(id, kind, JsonDocument.Parse(data).RootElement));
                kind = "";
            }
        }

        return events;
    }
}
