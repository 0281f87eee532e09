using Chs.Application.Videos;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>The registration of videos, and their removal when a family withdraws.</summary>
public class Videos_
{
    static async Task<(World World, Guid Response)> MakeAsync(TestChs chs, StudyType type)
    {
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        if (type is StudyType.Frameplayer)
            await chs.WithAsync(db =>
                db.Responses.ExecuteUpdateAsync(set =>
                    set.SetProperty(r => r.StudyType, StudyType.Frameplayer)
                        .SetProperty(r => r.Shape, DataShape.Object)
                        .SetProperty(r => r.Sequence, "[]")
                )
            );
        var study = world.Study.Uuid;
        await chs.SucceedsAsync(null, Recording(study, response, "0-intro"));
        await chs.SucceedsAsync(null, Recording(study, response, "1-consent"));
        await chs.SucceedsAsync(null, Recording(study, response, "2-test"));
        await chs.SucceedsAsync(null, Recording(study, response, "3-early", consent: true));
        return (world, response);
    }

    static RegisterVideo Recording(Guid study, Guid response, string frame, bool consent = false) =>
        new(
            study,
            response,
            new VideoFacts(frame, $"videoStream_{study}_{frame}_{response}.webm", null, null, Some.Moment, consent)
        );

    /// <summary>The frames of the videos that are left, with an exclamation mark behind consent footage.</summary>
    static async Task<string> RemainingAsync(TestChs chs)
    {
        var videos = await chs.WithAsync(db => db.Videos.OrderBy(v => v.FrameId).ToListAsync());
        return string.Join(' ', videos.Select(v => v.IsConsentFootage ? v.FrameId + "!" : v.FrameId));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_consent_are_marked_and_those_of_who_withdraws_go(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, response) = await MakeAsync(chs, StudyType.JsPsych);
        const string consent =
            """[{"trial_index":0,"trial_type":"intro"},{"trial_index":1,"trial_type":"consent","chs_type":"Consent"}""";
        await chs.SaveAsync(world, response, consent + "]");
        Assert.Equal("0-intro 1-consent! 2-test 3-early!", await RemainingAsync(chs));

        var exit =
            consent + ""","x",{"trial_index":2,"trial_type":"exit","chs_type":"exit","response":{"withdrawal":""";
        await chs.SaveAsync(world, response, exit + "false}}]");
        Assert.Equal("0-intro 1-consent! 2-test 3-early!", await RemainingAsync(chs));
        await chs.SaveAsync(world, response, exit + "true}}]");
        Assert.Equal("1-consent! 3-early!", await RemainingAsync(chs));

        var removals = await chs.WithAsync(db => db.VideoRemovals.OrderBy(r => r.FullName).ToListAsync());
        Assert.Equal(
            [
                $"videoStream_{world.Study.Uuid}_0-intro_{response}.webm",
                $"videoStream_{world.Study.Uuid}_2-test_{response}.webm",
            ],
            removals.Select(r => r.FullName)
        );
        Assert.All(
            removals,
            removal => Assert.Equal((Some.Moment.AddDays(7), VideoStore.JsPsych), (removal.DueAt, removal.Store))
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_frameplayer_follow_the_last_frame_of_its_sequence(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, response) = await MakeAsync(chs, StudyType.Frameplayer);
        const string frames =
            """{"9-exit":{"frameType":"EXIT","withdrawal":"yes"},"1-consent":{"frameType":"CONSENT"},"2-test":{"frameType":"DEFAULT"}}""";
        Task Save(string sequence) => chs.SaveAsync(world, response, frames, new ResponseFlags { Sequence = sequence });
        await Save("[]");
        await Save("""["2-test"]""");
        await Save("""["2-test","unknown"]""");
        Assert.Equal("0-intro 1-consent 2-test 3-early!", await RemainingAsync(chs));
        await Save("""["2-test","unknown","1-consent"]""");
        Assert.Equal("0-intro 1-consent! 2-test 3-early!", await RemainingAsync(chs));
        await chs.SaveAsync(
            world,
            response,
            null,
            new ResponseFlags { Sequence = """["2-test","unknown","1-consent","9-exit"]""" }
        );
        Assert.Equal("1-consent! 3-early!", await RemainingAsync(chs));
        // The response was created for jsPsych, so its recorder isn't Pipe, which has a store of its own.
        Assert.Equal(
            [VideoStore.Frameplayer, VideoStore.Frameplayer],
            await chs.WithAsync(db => db.VideoRemovals.Select(r => r.Store).ToListAsync())
        );
    }

    /// <summary>Unexpected JSON is ignored instead of failing the save.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Stay_when_the_last_frame_is_odd(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, response) = await MakeAsync(chs, StudyType.JsPsych);
        string[] trials =
        [
            "null",
            "5",
            "[]",
            """{"chs_type":"exit"}""",
            """{"chs_type":"exit","trial_index":0,"trial_type":"t"}""",
            """{"chs_type":"exit","trial_index":0,"trial_type":"t","response":7}""",
            """{"chs_type":{"a":1},"trial_index":0,"trial_type":"t"}""",
        ];
        foreach (var trial in trials)
            Assert.False((await chs.SaveAsync(world, response, $"[{trial}]")).Failed, trial);
        Assert.Equal("0-intro 1-consent 2-test 3-early!", await RemainingAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_registered_once_and_only_where_they_belong(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, response) = await MakeAsync(chs, StudyType.JsPsych);
        async Task<string?> Refusal(RegisterVideo video) => (await chs.SendAsync(null, video)).Error?.Code;
        Assert.Equal("video.full_name_taken", await Refusal(Recording(world.Study.Uuid, response, "2-test")));
        Assert.Equal("response.not_found", await Refusal(Recording(world.Study.Uuid, Guid.NewGuid(), "x")));
        Assert.Equal("study.not_found", await Refusal(Recording(Guid.NewGuid(), response, "x")));
        Assert.Equal("request.invalid", await Refusal(Recording(world.Study.Uuid, response, "")));
        var once = Recording(world.Study.Uuid, response, "once") with { ReplayKey = "signature" };
        Assert.Null(await Refusal(once));
        Assert.Equal(
            "callback.replayed",
            await Refusal(Recording(world.Study.Uuid, response, "twice") with { ReplayKey = "signature" })
        );

        var other = Study.Create(
            StudyType.JsPsych,
            world.Lab,
            world.Researcher.Key,
            StudyDetails.Empty with
            {
                Name = "Other",
            },
            Domain.Eligibility.AgeRange.Any,
            true,
            world.Researcher.Id,
            Some.Moment
        );
        await chs.WithAsync(async db =>
        {
            db.Studies.Add(other);
            return await db.SaveChangesAsync(default);
        });
        Assert.Equal("video.of_another_study", await Refusal(Recording(other.Uuid, response, "y")));
        Assert.Equal(5, await chs.WithAsync(db => db.Videos.CountAsync()));
    }
}
