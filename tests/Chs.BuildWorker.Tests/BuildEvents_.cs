using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>The stream of a build's events.</summary>
[Collection("builds")]
public class BuildEvents_(WorkingScene working)
{
    BuildScene Scene => working.Scene;

    /// <param name="Data">Null: the stream's end.</param>
    /// <param name="ReceivedAt">Unix time in milliseconds.</param>
    sealed record StreamedEvent(string Id, string Kind, JsonElement? Data, long ReceivedAt);

    [BuildFact]
    public async Task Tell_what_they_do_within_a_second_and_go_on_where_the_reader_stopped()
    {
        const string script = """
            for (let i = 0; i < 6; i++) {
              console.log("line", i, Date.now());
              await new Promise(done => setTimeout(done, 500));
            }
            """;
        var build = await Scene.RequestAsync(await Scene.StudyAsync(Scene.CommitThat(script)));
        // The reader hangs up after twelve events and continues from there.
        var events = await ReadAsync(build, "", 12);
        events.AddRange(await ReadAsync(build, events[^1].Id, int.MaxValue));

        Assert.Equal("end", events[^1].Kind);
        var numbers = events
            .Where(e => e.Data is not null)
            .Select(e => e.Data!.Value.GetProperty("number").GetInt32())
            .ToList();
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
        Assert.Equal("Succeeded", TextOf(events[^2]));
        var delays = events
            .Where(e => TextOf(e).Contains("line ", StringComparison.Ordinal))
            .Select(e => e.ReceivedAt - long.Parse(TextOf(e).Split(' ')[2]))
            .ToList();
        Assert.Equal(6, delays.Count);
        Assert.True(delays.Order().ElementAt(3) < 1000, $"Lines came after {string.Join(", ", delays)} ms");
    }

    static string TextOf(StreamedEvent e) => e.Data is { } data ? data.GetProperty("text").GetString()! : "";

    /// <param name="lastId">The last event that the reader has seen; empty: none.</param>
    async Task<List<StreamedEvent>> ReadAsync(Guid build, string lastId, int limit)
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
        while (events.Count < limit && await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                kind = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.Length == 0 && kind.Length > 0)
            {
                JsonElement? document = kind == "end" ? null : JsonDocument.Parse(data).RootElement;
                var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
                events.Add(new StreamedEvent(id, kind, document, now));
                kind = "";
            }
        }

        return events;
    }
}
