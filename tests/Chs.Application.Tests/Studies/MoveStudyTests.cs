using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>Steps of the workflow. Every step from every state by every role stands in <see cref="WorkflowTableTests"/>.</summary>
public class MoveStudyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var submit = new MoveStudy(world.Study.Uuid, StudyTrigger.Submit, "", null);
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, submit, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_researchers_the_steps_of_reviewers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var reject = new MoveStudy(world.Study.Uuid, StudyTrigger.Reject, "", null);
        await chs.RefusesAsync(world.Researcher, reject, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_one_of_several_simultaneous_steps(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var outcomes = await PauseAtOnceAsync(chs, world);
        Assert.Single(outcomes, outcome => !outcome.Failed);
        Assert.All(
            outcomes.Where(outcome => outcome.Failed),
            refused => Assert.Contains(refused.Error!.Kind, (ErrorKind[])[ErrorKind.Stale, ErrorKind.Conflict])
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_once_of_simultaneous_steps(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await PauseAtOnceAsync(chs, world);
        var told = await chs.WithAsync(db =>
            db.Outbox.CountAsync(m => m.Kind == nameof(StudyMoved) && m.Body.Contains("\"Trigger\":7"))
        );
        Assert.Equal(1, told);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Writes_the_declarations_of_a_submission_into_the_log(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var declarations = new Declarations { CollectingData = new Declaration { Applies = true } };
        var submit = new MoveStudy(world.Study.Uuid, StudyTrigger.Submit, "as asked", null, declarations);
        await chs.SucceedsAsync(world.Researcher, submit);
        var extra = await chs.WithAsync(db =>
            db.StudyLog.Where(e => e.Action == "submitted").Select(e => e.Extra).SingleAsync()
        );
        using var json = JsonDocument.Parse(extra!);
        var names = json.RootElement.EnumerateObject().Select(property => property.Name);
        Assert.Equal(["collecting_data", "comments"], names.Order());
    }

    static Task<Outcome<StudyStatus>[]> PauseAtOnceAsync(TestChs chs, World world)
    {
        var pause = new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "", null);
        return Task.WhenAll(Enumerable.Range(0, 4).Select(_ => chs.SendAsync(world.Researcher, pause)));
    }
}
