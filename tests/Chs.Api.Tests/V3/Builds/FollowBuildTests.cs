using System.Text.Json;
using Chs.Api.Tests.Access.Roles;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Builds;

/// <summary>The stream and the log of a build that was cancelled while it waited.</summary>
[Collection("api")]
public class FollowBuildTests(RoleWorld world) : IClassFixture<RoleWorld>
{
    ApiClient Admin => world.People.Clients[RolePeople.StudyAdmin];

    string Build => $"/api/v3/builds/{world.Ids["build"]}";

    [Fact]
    public async Task The_text_of_a_state_is_the_name_that_the_build_itself_has()
    {
        var log = await Admin.GetJsonAsync($"{Build}/log");
        var build = await Admin.GetJsonAsync(Build);
        var texts = log.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("text").GetString()).ToList();
        Assert.Equal("requested", texts[0]);
        Assert.Equal(build.GetProperty("state").GetString(), texts[^1]);
    }

    [Fact]
    public async Task The_end_repeats_the_last_event()
    {
        var events = await FollowAsync("");
        Assert.Equal("end", events[^1].Kind);
        Assert.Equal(events[^2].Data, events[^1].Data);
        Assert.Equal("cancelled", JsonDocument.Parse(events[^1].Data).RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Whoever_has_all_events_gets_the_end_with_the_last_one()
    {
        var events = await FollowAsync("");
        var rest = await FollowAsync($"{events.Count - 2}");
        Assert.Equal(events[^1..], rest);
    }

    [Fact]
    public async Task A_number_that_the_build_has_not_begins_the_stream_anew() =>
        Assert.Equal(await FollowAsync(""), await FollowAsync("99"));

    async Task<List<(string Kind, string Data)>> FollowAsync(string lastId)
    {
        using var answer = await Admin.GetAsync($"{Build}/events", ("Last-Event-ID", lastId));
        var text = await answer.Content.ReadAsStringAsync();
        List<(string Kind, string Data)> events = [];
        foreach (var block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = block.Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(f => f[0], f => f[1]);
            events.Add((fields["event"], fields["data"]));
        }

        return events;
    }
}
