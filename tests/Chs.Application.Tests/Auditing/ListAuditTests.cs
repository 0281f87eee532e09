using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Auditing;
using Chs.Application.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Auditing;

public class ListAuditTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_what_changed_who_read_and_who_failed_to_log_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await ActAsync(chs, world);
        var lines = await chs.ItemsAsync(world.Reviewer, new ListAudit { Limit = 100 });
        (AuditAction Action, Guid? Actor, Guid? Subject)[] expected =
        [
            (AuditAction.StudyMoved, world.Researcher.Id, world.Study.Uuid),
            (AuditAction.ReadResponse, world.Researcher.Id, response),
            (AuditAction.LogInRefused, null, world.Parent.Id),
            (AuditAction.LogInRefused, null, null),
        ];
        Assert.All(expected, line => Assert.Contains(line, lines.Select(l => (l.Action, l.ActorId, l.SubjectId))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Holds_no_email_addresses(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ActAsync(chs, world);
        var lines = await chs.ItemsAsync(world.Reviewer, new ListAudit { Limit = 100 });
        Assert.DoesNotContain(lines, line => line.Details.GetRawText().Contains('@'));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_researchers_what_happened_to_their_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await PauseAsync(chs, world);
        var lines = await chs.ItemsAsync(world.Researcher, new ListAudit { SubjectId = world.Study.Uuid });
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(world.Study.Uuid, line.SubjectId));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Filters_by_actor(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await PauseAsync(chs, world);
        var lines = await chs.ItemsAsync(world.Reviewer, new ListAudit { ActorId = world.Researcher.Id });
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(world.Researcher.Id, line.ActorId));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Filters_by_time(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await PauseAsync(chs, world);
        Assert.Empty(await chs.ItemsAsync(world.Reviewer, new ListAudit { Since = Some.Moment.AddDays(1) }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_researchers_who_ask_for_everything(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Researcher, new ListAudit(), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_subjects_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, new ListAudit { SubjectId = world.Study.Uuid }, "study.not_found");
        await chs.RefusesAsync(world.Researcher, new ListAudit { SubjectId = world.Parent.Id }, "study.not_found");
    }

    static Task PauseAsync(TestChs chs, World world) => chs.MoveStudyAsync(world, StudyTrigger.Pause);

    /// <summary>The researcher reads a response and pauses the study, and two people fail to log in.</summary>
    static async Task<Guid> ActAsync(TestChs chs, World world)
    {
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        await chs.SucceedsAsync(world.Researcher, new ReadResponse(world.Study.Uuid, response));
        await PauseAsync(chs, world);
        await chs.SendAsync(null, new LogIn("parent@test.chs", "not the password"));
        await chs.SendAsync(null, new LogIn("nobody@test.chs", "not the password"));
        return response;
    }
}
