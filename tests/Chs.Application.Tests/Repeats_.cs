using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Requests that are sent again with the same idempotency key.</summary>
public class Repeats_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_refused_request_are_tried_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created, labApproved: false);
        var approve = new MoveStudy(world.Study.Uuid, StudyTrigger.Approve, "", null);
        Assert.Equal("study.wrong_state", (await chs.SendAsync(world.Reviewer, approve, "key")).Error?.Code);
        await chs.SendAsync(world.Reviewer, new ApproveLab(world.Lab.Uuid, null));
        await chs.SendAsync(world.Researcher, new MoveStudy(world.Study.Uuid, StudyTrigger.Submit, "", null));
        Assert.Equal(StudyState.Approved, (await chs.AnswerAsync(world.Reviewer, approve, "key")).State);
        // This is the stored answer: approving twice isn't possible.
        Assert.Equal(StudyState.Approved, (await chs.AnswerAsync(world.Reviewer, approve, "key")).State);
        Assert.Equal("study.wrong_state", (await chs.SendAsync(world.Reviewer, approve, "another key")).Error?.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task By_different_people_never_meet(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = await chs.SendAsync(
            world.Parent,
            new Responses.StartResponse(world.Study.Uuid, world.Child.Uuid, false),
            "key"
        );
        var other = await chs.SendAsync(
            world.OtherParent,
            new Responses.StartResponse(world.Study.Uuid, world.OtherChild.Uuid, false),
            "key"
        );
        Assert.NotEqual(first.Value.Id, other.Value.Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_forgotten_after_a_day_with_everything_else_that_expired(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SendAsync(
            world.Parent,
            new Responses.StartResponse(world.Study.Uuid, world.Child.Uuid, false),
            "key"
        );
        await chs.SendAsync(null, new Accounts.LogIn("parent@test.chs", "seven green bottles"));
        chs.Time.Advance(TimeSpan.FromDays(1.5));
        await chs.SendAsync(null, new Scheduling.DeleteExpiredRecords());
        Assert.Equal((0, 1, 1), await CountAsync());
        chs.Time.Advance(TimeSpan.FromDays(3));
        await chs.SendAsync(null, new Scheduling.DeleteExpiredRecords());
        Assert.Equal((0, 0, 0), await CountAsync());

        Task<(int Repeats, int Credentials, int Open)> CountAsync() =>
            chs.WithAsync(async db =>
                (
                    await db.IdempotentRequests.CountAsync(),
                    await db.Credentials.CountAsync(),
                    await db.Responses.CountAsync(r => r.IsOpen)
                )
            );
    }
}
