using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Videos;

public class RegisterVideoTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_video_that_is_registered_already(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await chs.RefusesAsync(null, session.Recording("2-test"), "video.full_name_taken");
        Assert.Equal(4, await chs.WithAsync(db => db.Videos.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_response_or_a_study_that_does_not_exist(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var video = (await RecordedSession.MakeAsync(chs)).Recording("x");
        await chs.RefusesAsync(null, video with { ResponseId = Guid.NewGuid() }, "response.not_found");
        await chs.RefusesAsync(null, video with { StudyId = Guid.NewGuid() }, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_the_name_of_the_frame(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        await chs.RefusesAsync(null, session.Recording(""), "request.invalid");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_response_to_another_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var session = await RecordedSession.MakeAsync(chs);
        var world = session.World;
        var other = Some.Study(world.Lab, Some.DeedOf(world.Researcher), "Other");
        await chs.WithAsync(db =>
        {
            db.Studies.Add(other);
            return db.SaveChangesAsync(default);
        });
        var video = session.Recording("y") with { StudyId = other.Uuid };
        await chs.RefusesAsync(null, video, "video.of_another_study");
    }
}
