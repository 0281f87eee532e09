using Chs.Application.Access;
using Chs.Application.Exports;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Studies;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>Who previews with test participants, and that these never take part.</summary>
public class StartPreviewWithTestParticipantTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Never_takes_part(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var participant = await chs.CreateTestParticipantAsync(world);
        var start = TestParticipants.Preview(world, participant) with { Preview = false };
        await chs.RefusesAsync(world.Researcher, start, "child.not_found");
        var create = new CreateResponse(world.Study.Uuid, participant, null, new ResponseFlags());
        await chs.RefusesAsync(world.Researcher, create, "child.not_found");
        Assert.Equal(0, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Previews_its_own_study_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var another = await chs.CreateStudyAsync(world, new StudyInput { Name = "Another" });
        var participant = await chs.CreateTestParticipantAsync(world, study: another);
        await chs.RefusesAsync(world.Researcher, TestParticipants.Preview(world, participant), "child.not_found");
        await chs.RefusesAsync(world.Researcher, Frames(world, participant), "child.not_found");
        Assert.Equal(0, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Previews_with_nobody_who_may_not_preview(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var participant = await chs.CreateTestParticipantAsync(world);
        foreach (var actor in (Actor[])[world.Parent, world.Outsider])
        {
            await chs.RefusesAsync(actor, TestParticipants.Preview(world, participant), "study.not_found");
            await chs.RefusesAsync(actor, Frames(world, participant), "study.not_found");
        }

        Assert.Equal(0, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Previews_with_everybody_who_may_preview(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var participant = await chs.CreateTestParticipantAsync(world);
        var researchers = await chs.PreviewWithAsync(world, world.Researcher, participant);
        // Nobody takes up the empty session of somebody else.
        var reviewers = await chs.PreviewWithAsync(world, world.Reviewer, participant);
        Assert.NotEqual(researchers, reviewers);
        Assert.Equal(reviewers, await chs.PreviewWithAsync(world, world.Reviewer, participant));
        var save = new SaveResponse(reviewers, Some.Data(Some.Trials(1)), new ResponseFlags());
        await chs.SucceedsAsync(world.Reviewer, save);
        await chs.RefusesAsync(world.Researcher, save, "response.not_found");
        var session = await chs.AnswerAsync(world.Reviewer, new ReadSession(reviewers));
        Assert.Equal((participant, true), (session.Header.ChildId, session.Header.IsPreview));
        Assert.Equal(world.Reviewer.Id, session.Origin!.ParticipantId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Previews_frames_too(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var participant = await chs.CreateTestParticipantAsync(world);
        var created = await chs.AnswerAsync(world.Reviewer, Frames(world, participant));
        Assert.True(created.Header.IsPreview);
        Assert.Equal(world.Reviewer.Id, created.Origin!.ParticipantId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_its_previews_where_previews_are_shown(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var participant = await chs.CreateTestParticipantAsync(world);
        var response = await chs.PreviewWithAsync(world, world.Reviewer, participant);
        await chs.AcceptConsentAsync(response);
        var query = new ListResponses { StudyId = world.Study.Uuid };
        Assert.Equal([response], (await chs.ItemsAsync(world.Researcher, query)).Select(item => item.Id));
        await chs.SucceedsAsync(world.Researcher, new ExportResponses(world.Study.Uuid, []));
        var own = await chs.ItemsAsync(world.Reviewer, new ListOwnResponses());
        Assert.Equal([(response, participant)], own.Select(item => (item.Id, item.Child.Id)));
    }

    static CreateResponse Frames(World world, Guid participant) =>
        new(world.Study.Uuid, participant, null, new ResponseFlags()) { WantsPreview = true };
}
