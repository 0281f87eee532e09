using System.Text;
using System.Text.Json;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Saves that overlap, repeat and overtake one another.</summary>
/// <remarks>The frameplayer doesn't wait for one save before it sends the next.</remarks>
public class Overlaps_
{
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
                saves.Add(
                    new Save(
                        $"{{{string.Join(',', data.Select(entry => $"\"{entry.Key}\":{entry.Value}"))}}}",
                        new ResponseFlags
                        {
                            Sequence = JsonSerializer.Serialize(data.Keys),
                            Conditions = frame > 0 ? """{"1-f":{"arm":2}}""" : "{}",
                            GlobalEventTimings = last ? """[{"eventType":"pause"}]""" : "[]",
                            Completed = last,
                            CompletedConsentFrame = frame > 0,
                        }
                    )
                );
            }
        }

        return saves;
    }

    static async Task<(World World, Guid Response)> FrameplayerAsync(TestChs chs)
    {
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.WithAsync(db =>
            db.Responses.ExecuteUpdateAsync(set =>
                set.SetProperty(r => r.StudyType, StudyType.Frameplayer)
                    .SetProperty(r => r.Shape, DataShape.Object)
                    .SetProperty(r => r.Sequence, "[]")
            )
        );
        return (world, response);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leave_the_newest_state_of_every_frame(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, _) = await FrameplayerAsync(chs);
        var saves = Session(5);
        for (var seed = 0; seed < 25; seed++)
        {
            var response = await chs.StartAsync(world);
            await chs.WithAsync(db =>
                db.Responses.ExecuteUpdateAsync(set =>
                    set.SetProperty(r => r.StudyType, StudyType.Frameplayer)
                        .SetProperty(r => r.Shape, DataShape.Object)
                        .SetProperty(r => r.Sequence, r => r.Sequence ?? "[]")
                )
            );
            foreach (var save in Disordered(saves, seed))
                Assert.False((await chs.SaveAsync(world, response, save.Data, save.Flags)).Failed);
            await AssertHoldsAllAsync(chs, world, response, saves[^1], $"seed {seed}");
        }
    }

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

    static async Task AssertHoldsAllAsync(TestChs chs, World world, Guid response, Save last, string label)
    {
        var stored = await chs.AnswerAsync(world.Parent, new ReadSession(response));
        AssertSameJson(last.Data, stored.Data, label);
        Assert.Equal(["0-f", "1-f", "2-f", "3-f", "4-f"], stored.Sequence);
        var header = stored.Header;
        Assert.Equal(
            (true, true, """{"1-f":{"arm":2}}""", """[{"eventType":"pause"}]"""),
            (header.Completed, header.CompletedConsentFrame, header.Conditions, header.GlobalEventTimings)
        );
    }

    static void AssertSameJson(string expected, ReadOnlyMemory<byte> actual, string label) =>
        Assert.True(
            JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement),
            $"{label}: {Encoding.UTF8.GetString(actual.Span)}"
        );

    [Theory, OnSqlite, OnPostgres]
    public async Task Leave_the_newest_state_when_they_arrive_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, response) = await FrameplayerAsync(chs);
        var saves = Session(4);
        var saved = await Task.WhenAll(
            saves.Concat(saves).Select(save => Task.Run(() => chs.SaveAsync(world, response, save.Data, save.Flags)))
        );
        Assert.All(saved, outcome => Assert.False(outcome.Failed));
        var stored = await chs.AnswerAsync(world.Parent, new ReadSession(response));
        AssertSameJson(saves[^1].Data, stored.Data, "at once");
        Assert.True(stored.Header.Completed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_answered_with_what_is_stored_now(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, response) = await FrameplayerAsync(chs);
        var saves = Session(3);
        await chs.SaveAsync(world, response, saves[^1].Data, saves[^1].Flags);
        var late = (await chs.SaveAsync(world, response, saves[1].Data, saves[1].Flags)).Value;
        // The player replaces its state by the answer, which therefore must hold what the player has sent since.
        Assert.Equal(
            (saves[^1].Data, 3, true),
            (Encoding.UTF8.GetString(late.Data.Span), late.Sequence.Count, late.Header.Completed)
        );
    }
}
