using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Pipeline;

/// <summary>Requests that are sent again with the same idempotency key.</summary>
public class IdempotencyBehaviorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Tries_a_refused_request_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var approve = Approve(world);
        await chs.RefusesAsync(world.Reviewer, approve, "study.wrong_state", "key");
        await chs.MoveStudyAsync(world, StudyTrigger.Submit);
        Assert.Equal(StudyState.Approved, (await chs.AnswerAsync(world.Reviewer, approve, "key")).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Answers_a_repeated_request_as_it_answered_the_first(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Submitted);
        await chs.AnswerAsync(world.Reviewer, Approve(world), "key");
        // Approving twice isn't possible, so this is the stored answer.
        Assert.Equal(StudyState.Approved, (await chs.AnswerAsync(world.Reviewer, Approve(world), "key")).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_a_request_with_another_key_for_a_new_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Submitted);
        await chs.AnswerAsync(world.Reviewer, Approve(world), "key");
        await chs.RefusesAsync(world.Reviewer, Approve(world), "study.wrong_state", "another key");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Never_mixes_up_the_keys_of_different_people(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var own = new StartResponse(world.Study.Uuid, world.Child.Uuid, false);
        var others = new StartResponse(world.Study.Uuid, world.OtherChild.Uuid, false);
        var first = await chs.AnswerAsync(world.Parent, own, "key");
        Assert.NotEqual(first.Response, (await chs.AnswerAsync(world.OtherParent, others, "key")).Response);
    }

    static MoveStudy Approve(World world) => new(world.Study.Uuid, StudyTrigger.Approve, "", null);
}
