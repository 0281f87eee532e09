using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>How test participants go: one by one, with the previews, and with the study.</summary>
public class DeleteTestParticipantTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_families_and_strangers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var delete = new DeleteTestParticipant(world.Study.Uuid, await chs.CreateTestParticipantAsync(world));
        foreach (var actor in (Actor[])[world.Parent, world.Outsider])
            await chs.RefusesAsync(actor, delete, "study.not_found");
        Assert.Single(await chs.ItemsAsync(world.Researcher, List(world)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deletes_no_child_of_a_family_and_none_of_another_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var another = await chs.CreateStudyAsync(world, new StudyInput { Name = "Another" });
        var elsewhere = await chs.CreateTestParticipantAsync(world, study: another);
        foreach (var id in (Guid[])[elsewhere, world.Child.Uuid, Guid.NewGuid()])
        {
            var delete = new DeleteTestParticipant(world.Study.Uuid, id);
            await chs.RefusesAsync(world.Researcher, delete, "test_participant.not_found");
        }

        Assert.False(await chs.WithAsync(db => db.Children.AnyAsync(c => c.IsDeleted)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_gone_from_lists_and_previews_no_more(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var participant = await chs.CreateTestParticipantAsync(world);
        await chs.PreviewWithAsync(world, world.Researcher, participant);
        var delete = new DeleteTestParticipant(world.Study.Uuid, participant);
        await chs.SucceedsAsync(world.Researcher, delete);
        Assert.Empty(await chs.ItemsAsync(world.Researcher, List(world)));
        await chs.RefusesAsync(world.Researcher, TestParticipants.Preview(world, participant), "child.not_found");
        await chs.RefusesAsync(world.Researcher, delete, "test_participant.not_found");
        // Deleting previews takes a right of its own.
        Assert.Equal(1, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Goes_with_the_previews_of_its_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.PreviewWithAsync(world, world.Researcher, await chs.CreateTestParticipantAsync(world, "Used"));
        await chs.CreateTestParticipantAsync(world, "Unused");
        var deleted = await chs.CreateTestParticipantAsync(world, "Deleted");
        await chs.PreviewWithAsync(world, world.Reviewer, deleted);
        await chs.SucceedsAsync(world.Researcher, new DeleteTestParticipant(world.Study.Uuid, deleted));
        var another = await chs.CreateStudyAsync(world, new StudyInput { Name = "Another" });
        var elsewhere = await chs.CreateTestParticipantAsync(world, study: another);
        var answer = await chs.AnswerAsync(world.Researcher, new DeletePreviews(world.Study.Uuid));
        Assert.Equal(new DeletedPreviews(2, 3), answer);
        var left = await chs.WithAsync(db => db.Children.Select(c => c.Uuid).ToListAsync());
        Guid[] expected = [world.Child.Uuid, world.OtherChild.Uuid, elsewhere];
        Assert.Equal(expected.Order(), left.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Goes_with_its_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.PreviewWithAsync(world, world.Researcher, await chs.CreateTestParticipantAsync(world, "Used"));
        await chs.CreateTestParticipantAsync(world, "Unused");
        await chs.SucceedsAsync(world.Researcher, new DeleteStudy(world.Study.Uuid, null));
        Assert.Equal(2, await chs.WithAsync(db => db.Children.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Fails_no_preview_that_begins_when_previews_are_deleted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        for (var round = 0; round < 5; round++)
        {
            var participant = await chs.CreateTestParticipantAsync(world);
            var begin = chs.SendAsync(world.Reviewer, TestParticipants.Preview(world, participant));
            var delete = chs.SendAsync(world.Researcher, new DeletePreviews(world.Study.Uuid));
            Assert.Null((await delete).Error);
            Assert.Equal("child.not_found", (await begin).Error?.Code ?? "child.not_found");
        }

        Assert.Equal(
            await chs.WithAsync(db => db.Responses.CountAsync()),
            await chs.WithAsync(db => db.Children.CountAsync(c => c.TestOfStudyId != null))
        );
    }

    static ListTestParticipants List(World world) => new() { StudyId = world.Study.Uuid };
}
