using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

public class Studies_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Are_hidden_from_whoever_may_not_read_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var id = world.Study.Uuid;
        foreach (var actor in (Actor[])[world.Outsider, world.Parent])
        {
            await chs.RefusesAsync(actor, new ReadStudy(id), "study.not_found");
            await chs.RefusesAsync(
                actor,
                new UpdateStudy(id, new StudyInput { Name = "Mine" }, null),
                "study.not_found"
            );
            await chs.RefusesAsync(actor, new MoveStudy(id, StudyTrigger.Submit, "", null), "study.not_found");
            await chs.RefusesAsync(actor, new ReadStudyForJsonApi(id), "study.not_found");
            Assert.Empty((await chs.AnswerAsync(actor, new ListStudies())).Items);
        }

        await chs.RefusesAsync(
            world.Reviewer,
            new UpdateStudy(id, new StudyInput { Name = "Mine" }, null),
            "access.forbidden"
        );
        await chs.RefusesAsync(world.Researcher, new MoveStudy(id, StudyTrigger.Reject, "", null), "access.forbidden");
        Assert.Equal("Faces, 2nd try", (await chs.AnswerAsync(world.Researcher, new ReadStudy(id))).Name);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task That_share_their_preview_can_be_read_by_researchers_but_not_by_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        await chs.SendAsync(
            world.Researcher,
            new UpdateStudy(world.Study.Uuid, new StudyInput { IsPreviewShared = true }, null)
        );
        await chs.SucceedsAsync(world.Outsider, new ReadStudy(world.Study.Uuid));
        await chs.RefusesAsync(
            world.Outsider,
            new UpdateStudy(world.Study.Uuid, new StudyInput { Name = "Mine" }, null),
            "access.forbidden"
        );
        await chs.RefusesAsync(world.Parent, new ReadStudy(world.Study.Uuid), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keep_every_protocol_that_families_saw(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        var changed = await chs.SendAsync(
            world.Researcher,
            new UpdateStudy(world.Study.Uuid, new StudyInput { Experiment = "2" }, null)
        );

        Assert.Equal(
            (StudyState.Rejected, 2, 1),
            (changed.Value.State, changed.Value.DraftVersion, changed.Value.LiveVersion)
        );
        Assert.Equal("1", (await chs.AnswerAsync(world.Parent, new Responses.ReadPlay(response))).Experiment);
        Assert.Equal(
            ["1", "2"],
            await chs.WithAsync(db => db.StudyVersions.OrderBy(v => v.Number).Select(v => v.Experiment).ToListAsync())
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Let_one_of_two_simultaneous_steps_win(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    chs.SendAsync(world.Researcher, new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "", null))
                )
        );
        Assert.Single(outcomes, outcome => !outcome.Failed);
        Assert.All(
            outcomes.Where(o => o.Failed),
            o => Assert.Contains(o.Error!.Kind, (ErrorKind[])[ErrorKind.Stale, ErrorKind.Conflict])
        );
        Assert.Equal(
            1,
            await chs.WithAsync(db =>
                db.Outbox.CountAsync(m => m.Kind == nameof(StudyMoved) && m.Body.Contains("\"Trigger\":7"))
            )
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_listed_in_pages_by_name_without_gaps(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        string[] names = ["beta", "alpha", "alpha", "Ünder", "gamma", "Zeta"];
        foreach (var name in names)
            await chs.SucceedsAsync(world.Researcher, new CreateStudy(world.Lab.Uuid, new StudyInput { Name = name }));
        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await chs.AnswerAsync(world.Researcher, new ListStudies { Limit = 2, Cursor = cursor });
            seen.AddRange(page.Items.Select(item => item.Name));
            cursor = page.NextCursor;
        } while (cursor is not null);
        Assert.Equal(names.Append("Faces, 2nd try").Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal(7, seen.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Can_be_made_by_members_of_a_lab_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var actor in (Actor[])[world.Outsider, world.Parent, world.Reviewer])
            await chs.RefusesAsync(
                actor,
                new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "x" }),
                "access.forbidden"
            );
        await chs.RefusesAsync(
            world.Researcher,
            new CreateStudy(Guid.NewGuid(), new StudyInput { Name = "x" }),
            "lab.not_found"
        );
        await chs.RefusesAsync(world.Researcher, new CreateStudy(world.Lab.Uuid, new StudyInput()), "request.invalid");
    }
}

public class Labs_
{
    static LabInput Input(string name) =>
        new()
        {
            Name = name,
            Institution = "Uni",
            PrincipalInvestigator = "PI",
            ContactEmail = $"{name}@x.org".ToLowerInvariant(),
        };

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_made_by_researchers_and_approved_by_reviewers_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Parent, new CreateLab(Input("Mine")), "access.forbidden");
        var lab = await chs.AnswerAsync(world.Outsider, new CreateLab(Input("Mine")));
        Assert.Equal((Domain.Labs.LabRole.Admin, false), (lab.YourRole, lab.IsApproved));
        await chs.RefusesAsync(world.Outsider, new ApproveLab(lab.Id, null), "access.forbidden");
        await chs.RefusesAsync(world.Researcher, new ReadLab(lab.Id), "lab.not_found");
        Assert.DoesNotContain(
            (await chs.AnswerAsync(world.Researcher, new ListLabs())).Items,
            item => item.Id == lab.Id
        );
        Assert.True((await chs.AnswerAsync(world.Reviewer, new ApproveLab(lab.Id, null))).IsApproved);
        Assert.Contains((await chs.AnswerAsync(null, new ListLabs())).Items, item => item.Id == lab.Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Have_names_and_addresses_of_their_own_also_when_made_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i =>
                    chs.SendAsync(world.Outsider, new CreateLab(Input("Mine") with { ContactEmail = $"{i}@x.org" }))
                )
        );
        Assert.Single(made, outcome => !outcome.Failed);
        Assert.All(made.Where(o => o.Failed), o => Assert.Equal("lab.name_taken", o.Error!.Code));
        await chs.RefusesAsync(
            world.Outsider,
            new CreateLab(Input("Other") with { ContactEmail = "LAB@test.chs" }),
            "lab.contact_email_taken"
        );
        Assert.Equal(2, await chs.WithAsync(db => db.LabMemberships.CountAsync()));
    }
}

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
