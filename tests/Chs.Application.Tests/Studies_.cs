using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Who may see, create, change and list studies.</summary>
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
        Assert.Equal(
            "1",
            (await chs.AnswerAsync(world.Parent, new Responses.ReadSessionProtocol(response))).Experiment
        );
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
