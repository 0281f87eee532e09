using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>What families read of their own sessions.</summary>
public class OwnResponsesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Show_nobody_the_sessions_of_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SavesAsync(world, response, Some.Trials(2));
        foreach (var other in new[] { world.OtherParent, world.Researcher, world.Reviewer })
        {
            Assert.Empty((await chs.AnswerAsync(other, new ListOwnResponses())).Items);
            await chs.RefusesAsync(other, new ReadOwnResponse(response), "response.not_found");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hold_what_was_recorded_and_what_researchers_wrote(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SavesAsync(world, response, Some.Trials(2));
        await GiveFeedbackAsync(chs, world, response, "Thank you, Mika!");
        var read = await chs.AnswerAsync(world.Parent, new ReadOwnResponse(response));
        Assert.Equal(Some.Trials(2), read.Data.Text);
        Assert.Equal(["Thank you, Mika!"], read.Feedback.Select(feedback => feedback.Comment));
        Assert.Equal((world.Study.Uuid, world.Child.Uuid), (read.Summary.Study.Id, read.Summary.Child.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Come_newest_first_page_by_page_and_of_one_study_or_child(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        List<Guid> started = [];
        for (var i = 0; i < 3; i++)
        {
            started.Insert(0, await chs.StartAsync(world));
            await chs.SavesAsync(world, started[0], Some.Trials(1));
        }

        var first = await chs.AnswerAsync(world.Parent, new ListOwnResponses { Limit = 2 });
        var rest = await chs.AnswerAsync(world.Parent, new ListOwnResponses { Limit = 2, Cursor = first.NextCursor });
        Assert.Equal(started, first.Items.Concat(rest.Items).Select(item => item.Id));
        Assert.Null(rest.NextCursor);
        var ofStudy = new ListOwnResponses { StudyId = world.Study.Uuid, ChildId = world.Child.Uuid };
        Assert.Equal(3, (await chs.AnswerAsync(world.Parent, ofStudy)).Items.Count);
        var ofOther = ofStudy with { ChildId = world.OtherChild.Uuid };
        Assert.Empty((await chs.AnswerAsync(world.Parent, ofOther)).Items);
    }

    static Task<int> GiveFeedbackAsync(TestChs chs, World world, Guid response, string comment) =>
        chs.WithAsync(async db =>
        {
            var given = db.Responses.Single(r => r.Uuid == response);
            db.Feedback.Add(Feedback.Give(given, comment, Some.DeedOf(world.Researcher)));
            return await db.SaveChangesAsync(default);
        });
}
