using System.Text.Json;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>Saves that overlap, repeat and overtake one another.</summary>
/// <remarks>The frameplayer doesn't wait for one save before it sends the next.</remarks>
public class SaveFramesOutOfOrderTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_the_newest_state_of_every_frame(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var saves = Session(5);
        for (var seed = 0; seed < 25; seed++)
        {
            var response = await chs.StartFrameplayerAsync(world);
            foreach (var save in Disordered(saves, seed))
                await chs.SavesAsync(world, response, save.Data, save.Flags);
            AssertHoldsAll(saves[^1], await chs.ReadSessionAsync(world, response), $"seed {seed}");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_the_newest_state_when_all_saves_arrive_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        var saves = Session(4);
        await Task.WhenAll(
            saves.Concat(saves).Select(save => Task.Run(() => chs.SavesAsync(world, response, save.Data, save.Flags)))
        );
        var stored = await chs.ReadSessionAsync(world, response);
        ResponseActions.AssertHolds(saves[^1].Data, stored, "at once");
        Assert.True(stored.Header.Completed);
    }

    /// <summary>The player replaces its state by the answer, which must hold what the player has sent since.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Answers_a_late_save_with_what_is_stored_now(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartFrameplayerAsync(world);
        var saves = Session(3);
        await chs.SavesAsync(world, response, saves[^1].Data, saves[^1].Flags);
        var late = await chs.SavesAsync(world, response, saves[1].Data, saves[1].Flags);
        Assert.Equal((saves[^1].Data, 3, true), (late.Text(), late.Sequence.Count, late.Header.Completed));
    }

    sealed record Save(string Data, ResponseFlags Flags);

    /// <summary>The saves of a growing session, each of which holds all data so far.</summary>
    /// <remarks>A frame is saved when it begins and again with each of its events.</remarks>
    static List<Save> Session(int frames)
    {
        List<Save> saves = [];
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var frame = 0; frame < frames; frame++)
        {
            var last = frame == frames - 1;
            for (var events = 0; events <= (last ? 2 : 1); events++)
            {
                data[$"{frame}-f"] =
                    $$"""{"n":{{events}},"eventTimings":[{{string.Join(',', Enumerable.Range(0, events))}}]}""";
                var json = $"{{{string.Join(',', data.Select(entry => $"\"{entry.Key}\":{entry.Value}"))}}}";
                saves.Add(new Save(json, FlagsAt(frame, last, data.Keys)));
            }
        }

        return saves;
    }

    static ResponseFlags FlagsAt(int frame, bool last, IEnumerable<string> seen) =>
        new()
        {
            Sequence = JsonSerializer.Serialize(seen),
            Conditions = frame > 0 ? """{"1-f":{"arm":2}}""" : "{}",
            GlobalEventTimings = last ? """[{"eventType":"pause"}]""" : "[]",
            Completed = last,
            CompletedConsentFrame = frame > 0,
        };

    /// <summary>The saves in another order, some of them twice. Seed 0 reverses the order.</summary>
    static IEnumerable<Save> Disordered(List<Save> saves, int seed)
    {
        var random = new Random(seed);
        List<Save> arriving = [.. saves, .. saves.Where(_ => random.Next(3) == 0)];
        return arriving
            .Select((save, i) => (Save: save, At: seed == 0 ? -i : i + (random.NextDouble() * 6)))
            .OrderBy(arrival => arrival.At)
            .Select(arrival => arrival.Save);
    }

    static void AssertHoldsAll(Save last, SessionView stored, string label)
    {
        ResponseActions.AssertHolds(last.Data, stored, label);
        Assert.Equal(["0-f", "1-f", "2-f", "3-f", "4-f"], stored.Sequence);
        var header = stored.Header;
        Assert.Equal(
            (true, true, """{"1-f":{"arm":2}}""", """[{"eventType":"pause"}]"""),
            (header.Completed, header.CompletedConsentFrame, header.Conditions, header.GlobalEventTimings)
        );
    }
}
