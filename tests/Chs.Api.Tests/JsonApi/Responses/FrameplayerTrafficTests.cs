using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Responses;

/// <summary>What the unmodified frameplayer sent in a browser, sent to us.</summary>
[Collection("api")]
public class FrameplayerTrafficTests(ApiHost host)
{
    const string Plain = "frameplayer-plain";
    const string Withdraw = "frameplayer-withdraw";

    const string Study = "00000000-0000-4000-8000-000000000001",
        Child = "22222222-2222-4222-8222-222222222222",
        Response = "55555555-5555-4555-8555-555555555555";

    [GoldenFact]
    public Task A_session_is_stored_as_the_player_sent_it() => StoresWhatWasSentAsync(Plain, isWithdrawn: false);

    [GoldenFact]
    public Task A_session_whose_family_withdraws_is_stored_as_the_player_sent_it() =>
        StoresWhatWasSentAsync(Withdraw, isWithdrawn: true);

    async Task StoresWhatWasSentAsync(string recording, bool isWithdrawn)
    {
        var session = await PlayAsync(recording, saves => saves);
        // What the player says of these two is ignored.
        string[] ours = ["created_on", "hash_child_id"];
        var sent = session.Saves[^1].Where(attribute => !ours.Contains(attribute.Key));
        Assert.All(sent, attribute => AssertStored(session, attribute.Key));
        Assert.Equal(isWithdrawn, session.Stored["withdrawn"]!.GetValue<bool>());
        Assert.NotEqual("AbCdEf", session.Stored["hash_child_id"]!.GetValue<string>());
        Assert.DoesNotMatch("^2026-01-02", session.Stored["created_on"]!.GetValue<string>());
    }

    static void AssertStored(Session session, string attribute) =>
        Assert.True(
            JsonNode.DeepEquals(session.Saves[^1][attribute], session.Stored[attribute]),
            $"{attribute} is {session.Stored[attribute]}"
        );

    [GoldenFact]
    public Task The_newest_state_stays_when_saves_come_in_reverse_and_some_twice() =>
        KeepsTheNewestAsync(seeds: [1], Reversed, atOnce: false);

    [GoldenFact]
    public Task The_newest_state_stays_when_saves_overtake_each_other_and_some_come_twice() =>
        KeepsTheNewestAsync(seeds: [3, 5], Shuffled, atOnce: false);

    [GoldenFact]
    public Task The_newest_state_stays_when_saves_overlap_and_some_come_twice() =>
        KeepsTheNewestAsync(seeds: [2, 4, 6], Shuffled, atOnce: true);

    async Task KeepsTheNewestAsync(int[] seeds, Func<List<JsonElement>, Random, List<JsonElement>> order, bool atOnce)
    {
        string[] recordings = [Plain, Withdraw];
        string[] attributes =
        [
            "exp_data",
            "sequence",
            "conditions",
            "global_event_timings",
            "completed",
            "completed_consent_frame",
        ];
        foreach (var recording in recordings)
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            var session = await PlayAsync(recording, saves => order(WithSomeTwice(saves, random), random), atOnce);
            Assert.All(attributes, attribute => AssertStored(session, attribute));
        }
    }

    static List<JsonElement> WithSomeTwice(List<JsonElement> saves, Random random) =>
        [.. saves, .. saves.Where(_ => random.Next(2) == 0)];

    static List<JsonElement> Reversed(List<JsonElement> saves, Random _) => [.. saves.AsEnumerable().Reverse()];

    static List<JsonElement> Shuffled(List<JsonElement> saves, Random random) =>
        [.. saves.OrderBy(_ => random.NextDouble())];

    sealed record Session(List<JsonObject> Saves, JsonObject Stored);

    async Task<Session> PlayAsync(string name, Func<List<JsonElement>, List<JsonElement>> order, bool atOnce = false)
    {
        var (parent, _, child) = await host.FamilyAsync();
        using var family = parent;
        var study = await StudyAsync();
        var player = new Player(await parent.EnterAsync(study, child), study, child);
        var calls = Recorded(name);
        var saves = calls.Where(IsSave).ToList();
        foreach (var call in calls.Where(call => !IsSave(call)))
            await player.LoadAsync(call);

        if (atOnce)
            await Task.WhenAll(order(saves).Select(player.SaveAsync));
        else
            foreach (var save in order(saves))
                await player.SaveAsync(save);
        return new Session([.. saves.Select(player.AttributesOf)], await player.StoredAsync());
    }

    static List<JsonElement> Recorded(string name)
    {
        using var stream = new GZipStream(
            File.OpenRead(Path.Combine(Repository.Reference!, "runner-traffic.json.gz")),
            CompressionMode.Decompress
        );
        return [.. JsonDocument.Parse(stream).RootElement.GetProperty(name).EnumerateArray()];
    }

    static bool IsSave(JsonElement call) => call.GetProperty("method").GetString() == "PATCH";

    /// <summary>Sends recorded calls with the ids of our study, child and response.</summary>
    sealed class Player(ApiClient parent, Guid study, Guid child)
    {
        /// <summary>The response's id. Empty until a call has created it.</summary>
        string _response = "";

        /// <summary>Sends a call that comes before the saves.</summary>
        public async Task LoadAsync(JsonElement call)
        {
            using var answer = await SendAsync(call);
            var document = await ApiClient.ReadAsync(answer);
            if (call.GetProperty("method").GetString() == "POST")
            {
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
                _response = document.GetProperty("data").GetProperty("id").GetString()!;
            }
            else if (call.GetProperty("path").GetString()!.Contains("/responses/?", StringComparison.Ordinal))
            {
                // The list holds only the response that the player has just created.
                // The player relies on the count and on pages of ten.
                Assert.Equal(1, document.GetProperty("links").GetProperty("meta").GetProperty("count").GetInt32());
                Assert.Equal(1, document.GetProperty("data").GetArrayLength());
            }
        }

        public async Task SaveAsync(JsonElement call)
        {
            using var answer = await SendAsync(call);
            var data = (await ApiClient.ReadAsync(answer)).GetProperty("data");
            Assert.Equal(_response, data.GetProperty("id").GetString());
            // The player merges what it gets into its own record.
            Assert.False(data.GetProperty("attributes").TryGetProperty("hash_child_id", out _));
        }

        /// <summary>The attributes that a save sends.</summary>
        public JsonObject AttributesOf(JsonElement save)
        {
            var attributes = save.GetProperty("body").GetProperty("data").GetProperty("attributes");
            return JsonNode.Parse(WithOurIds(attributes.GetRawText()))!.AsObject();
        }

        /// <summary>The attributes of the response as the server has them.</summary>
        public async Task<JsonObject> StoredAsync()
        {
            var document = await parent.GetJsonAsync($"/api/v1/responses/{_response}/");
            var attributes = document.GetProperty("data").GetProperty("attributes");
            return JsonNode.Parse(attributes.GetRawText())!.AsObject();
        }

        Task<HttpResponseMessage> SendAsync(JsonElement call) =>
            parent.SendAsync(
                new HttpMethod(call.GetProperty("method").GetString()!),
                WithOurIds(call.GetProperty("path").GetString()!),
                ContentOf(call),
                ("X-Requested-With", "XMLHttpRequest"),
                ("Accept", "application/vnd.api+json")
            );

        StringContent? ContentOf(JsonElement call)
        {
            var body = call.GetProperty("body");
            if (body.ValueKind != JsonValueKind.Object)
                return null;
            return new StringContent(WithOurIds(body.GetRawText()))
            {
                Headers = { ContentType = new("application/vnd.api+json") },
            };
        }

        string WithOurIds(string text) =>
            text.Replace(Study, study.ToString()).Replace(Child, child.ToString()).Replace(Response, _response);
    }

    /// <summary>An active frameplayer study that says it is built, though its build has no files: no page is loaded here.</summary>
    async Task<Guid> StudyAsync()
    {
        await using var db = host.Database();
        var lab = await db.Labs.FirstAsync(l => l.Name == "Demo lab");
        var creator = await db.Users.SingleAsync(u => u.Email == "researcher@demo.chs");
        var deed = Some.DeedOf(creator);
        var study = Some.Study(lab, deed, "Frames", StudyType.Frameplayer, isPublic: false);
        db.Studies.Add(study);
        await db.SaveChangesAsync();
        var build = Build.Request(study.Id, study.Uuid, "https://code.test/lab/runner", new string('a', 40), deed);
        // No worker takes a build that is cancelled.
        build.Cancel(deed);
        build.TakeEvents();
        db.Builds.Add(build);
        await db.SaveChangesAsync();
        await db
            .Studies.Where(s => s.Id == study.Id)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(s => s.State, StudyState.Active)
                    .SetProperty(s => s.IsBuilt, true)
                    .SetProperty(s => s.CurrentBuildId, build.Id)
                    .SetProperty(s => s.LiveNumber, 1)
            );
        return study.Uuid;
    }
}
