using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Application.Tests.Responses;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>Who may make test participants, and that they stand in no list of children.</summary>
public class CreateTestParticipantTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_preview(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var actor in (Actor[])[world.Parent, world.OtherParent, world.Outsider])
            await chs.RefusesAsync(actor, TestParticipants.Creation(world.Study.Uuid), "study.not_found");
        await chs.RefusesAsync(world.Researcher, TestParticipants.Creation(Guid.NewGuid()), "study.not_found");
        await chs.UpdateStudyAsync(world, new StudyInput { IsPreviewShared = true });
        await chs.RefusesAsync(world.Parent, TestParticipants.Creation(world.Study.Uuid), "study.not_found");
        Assert.Equal(2, await chs.WithAsync(db => db.Children.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_birthdays_in_the_future_and_conditions_that_there_are_not(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var profile = Children.Called("Try") with { Birthday = new DateOnly(2026, 3, 5) };
        var create = new CreateTestParticipant(world.Study.Uuid, profile);
        var fault = await chs.FindsFaultAsync(world.Researcher, create, "in_future");
        Assert.Equal("/birthday", fault.Pointer);
        create = create with { Participant = Children.Called("Try") with { Conditions = ["winged"] } };
        fault = await chs.FindsFaultAsync(world.Researcher, create, "unknown_value");
        Assert.Equal("/conditions/0", fault.Pointer);
        Assert.Equal(2, await chs.WithAsync(db => db.Children.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_researchers_reviewers_and_guests_of_a_shared_preview_make_some_of_any_age(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.UpdateStudyAsync(world, new StudyInput { IsPreviewShared = true });
        var ages = (DateOnly[])[new(1961, 4, 1), new(2010, 4, 1), new(2026, 3, 2)];
        Actor[] actors = [world.Researcher, world.Reviewer, world.Outsider];
        foreach (var (actor, birthday) in actors.Zip(ages))
        {
            var profile = Children.Called("Try") with { Birthday = birthday };
            await chs.SucceedsAsync(actor, new CreateTestParticipant(world.Study.Uuid, profile));
        }

        var query = new ListTestParticipants { StudyId = world.Study.Uuid, Limit = 2 };
        foreach (var actor in actors)
        {
            var seen = await chs.AllItemsAsync(actor, cursor => query with { Cursor = cursor });
            Assert.Equal(ages.Reverse(), seen.Select(participant => participant.Birthday));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_them_to_nobody_who_may_not_preview(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var query = new ListTestParticipants { StudyId = world.Study.Uuid };
        foreach (var actor in (Actor[])[world.Parent, world.Outsider])
            await chs.RefusesAsync(actor, query, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_no_child_of_its_creators(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var participant = await chs.CreateTestParticipantAsync(world);
        Assert.Empty(await chs.ItemsAsync(world.Researcher, new ListChildren()));
        Assert.Empty(await chs.ItemsAsync(world.Researcher, new ListChildren { Ids = [participant] }));
        await chs.RefusesAsync(world.Researcher, new ReadChild(participant), "child.not_found");
        var update = new UpdateChild(participant, Children.Called("Other"), null);
        await chs.RefusesAsync(world.Researcher, update, "child.not_found");
        await chs.RefusesAsync(world.Researcher, new DeleteChild(participant, null), "child.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_no_child_in_v1_and_v2(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var participant = await chs.CreateTestParticipantAsync(world);
        // With an accepted consent, which shows the children of families.
        var response = await chs.PreviewWithAsync(world, world.Researcher, participant);
        await chs.AcceptConsentAsync(response);
        var seesAll = world.Reviewer with { Rights = SiteRights.All };
        foreach (var actor in (Actor[])[world.Researcher, seesAll])
        {
            var page = new ListChildrenForJsonApi(new PageNumber(1, 100), null, null);
            Assert.DoesNotContain(participant, (await chs.AnswerAsync(actor, page)).Items.Select(child => child.Id));
            await chs.RefusesAsync(actor, new ReadChildForJsonApi(participant, null), "child.not_found");
            await chs.RefusesAsync(actor, new ReadChildForJsonApi(participant, world.Researcher.Id), "child.not_found");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_who_made_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.CreateTestParticipantAsync(world, "Secret name");
        var notes = await chs.WithAsync(db => db.Audit.Where(e => e.Subject == world.Study.Uuid).ToListAsync());
        var note = Assert.Single(notes, entry => entry.Action == "test participant created");
        Assert.Equal(world.Researcher.Id, note.Actor);
        Assert.DoesNotContain("Secret name", note.Details);
    }
}
