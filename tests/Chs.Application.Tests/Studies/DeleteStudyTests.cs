using Chs.Application.Builds;
using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Application.Tests.Responses;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class DeleteStudyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_admins_of_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        await chs.RefusesAsync(world.Outsider, new DeleteStudy(world.Study.Uuid, null), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_while_another_study_names_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await CreateNeedingAsync(chs, world);
        await chs.RefusesAsync(world.Researcher, new DeleteStudy(world.Study.Uuid, null), "study.needed_by_others");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deletes_a_study_that_names_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var needing = await CreateNeedingAsync(chs, world);
        await chs.SucceedsAsync(world.Researcher, new DeleteStudy(needing.Id, needing.Version));
        await chs.RefusesAsync(world.Researcher, new ReadStudy(needing.Id), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_when_a_family_took_part(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.StartAsync(world);
        await chs.RefusesAsync(world.Researcher, new DeleteStudy(world.Study.Uuid, null), "study.has_responses");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deletes_previews_and_versions_with_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.StartPreviewAsync(world);
        await chs.SucceedsAsync(world.Researcher, new DeleteStudy(world.Study.Uuid, null));
        var left = await chs.WithAsync(async db =>
            (await db.Studies.CountAsync(), await db.StudyVersions.CountAsync(), await db.Responses.CountAsync())
        );
        Assert.Equal((0, 0, 0), left);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_what_the_audit_log_tells_of_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Researcher, new DeleteStudy(world.Study.Uuid, null));
        var actions = await chs.WithAsync(db =>
            db.Audit.Where(e => e.Subject == world.Study.Uuid).Select(e => e.Action).ToListAsync()
        );
        Assert.Contains("study deleted", actions);
        Assert.Contains("study moved", actions);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_picture_until_the_message_is_delivered(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var image = await DeleteStudyWithImageAsync(chs);
        Assert.NotNull(await chs.Get<IObjectStore>().OpenAsync(image, null, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deletes_the_picture_also_when_the_message_is_delivered_twice(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var image = await DeleteStudyWithImageAsync(chs);
        await DeliverOrphansAsync(chs);
        await DeliverOrphansAsync(chs);
        Assert.Null(await chs.Get<IObjectStore>().OpenAsync(image, null, default));
    }

    /// <summary>A study that requires participation in the world's study.</summary>
    static Task<StudyView> CreateNeedingAsync(TestChs chs, World world)
    {
        var input = new StudyInput { Name = "After", MustHaveParticipated = [world.Study.Uuid] };
        return chs.AnswerAsync(world.Researcher, new CreateStudy(world.Lab.Uuid, input));
    }

    /// <returns>The key of the picture.</returns>
    static async Task<string> DeleteStudyWithImageAsync(TestChs chs)
    {
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        var picture = await Some.Picture(20, 20).ReadAsByteArrayAsync();
        var study = await chs.AnswerAsync(world.Researcher, new SetStudyImage(id, picture, null));
        await chs.SucceedsAsync(world.Researcher, new DeleteStudy(id, null));
        return study.Image![1..];
    }

    static Task DeliverOrphansAsync(TestChs chs) =>
        chs.WithServicesAsync(async services =>
        {
            var message = await chs.WithAsync(db => db.Outbox.SingleAsync(m => m.Kind == nameof(ObjectsOrphaned)));
            foreach (var receiver in services.GetServices<IOutboxReceiver>())
                await receiver.DeliverAsync(message, default);
        });
}
