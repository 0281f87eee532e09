using Chs.Application.Responses;
using Chs.Application.Videos;
using Chs.Domain.Accounts;
using Chs.Domain.Videos;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>What becomes of videos when previews are deleted.</summary>
public class PreviewRemovalTests
{
    static Task RecordAsync(TestChs chs, World world, Guid response, string name) =>
        chs.SucceedsAsync(
            null,
            new RegisterVideo(world.Study.Uuid, response, new VideoFacts("0-a", name, null, null, Some.Moment, false))
        );

    static async Task<Guid> StartPreviewAsync(TestChs chs, World world)
    {
        var child = Child.Register(world.Researcher.Key, Some.Profile("Try"), Some.Moment, Some.Today).Value;
        await chs.WithAsync(db =>
        {
            db.Children.Add(child);
            return db.SaveChangesAsync(default);
        });
        var start = new StartResponse(world.Study.Uuid, child.Uuid, Preview: true);
        return (await chs.AnswerAsync(world.Researcher, start)).Response!.Id;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_videos_of_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await StartPreviewAsync(chs, world);
        await RecordAsync(chs, world, await chs.StartAsync(world), "real.webm");
        await chs.SucceedsAsync(world.Researcher, new DeletePreviews(world.Study.Uuid));
        Assert.Equal(["real.webm"], await chs.WithAsync(db => db.Videos.Select(v => v.FullName).ToListAsync()));
        Assert.Equal(0, await chs.WithAsync(db => db.VideoRemovals.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Schedules_the_removal_of_the_files_of_deleted_previews(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await RecordAsync(chs, world, await StartPreviewAsync(chs, world), "preview.webm");
        await chs.SucceedsAsync(world.Researcher, new DeletePreviews(world.Study.Uuid));
        Assert.Equal(0, await chs.WithAsync(db => db.Videos.CountAsync()));
        Assert.Equal(
            ["preview.webm"],
            await chs.WithAsync(db => db.VideoRemovals.Select(r => r.FullName).ToListAsync())
        );
    }
}
