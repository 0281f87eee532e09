using Chs.Application.Labs;
using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Which studies can be deleted, and what is deleted with them.</summary>
public class DeleteStudy_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Is_refused_to_lab_admins_and_while_another_study_names_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        await chs.SendAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, world.Outsider.Id, LabRole.Admin));
        await chs.RefusesAsync(world.Outsider, new DeleteStudy(id, null), "access.forbidden");
        var needing = await chs.AnswerAsync(
            world.Researcher,
            new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "After", MustHaveParticipated = [id] })
        );
        await chs.RefusesAsync(world.Researcher, new DeleteStudy(id, null), "study.needed_by_others");
        await chs.SucceedsAsync(world.Researcher, new DeleteStudy(needing.Id, needing.Version));
        await chs.RefusesAsync(world.Researcher, new ReadStudy(needing.Id), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_refused_when_families_took_part_whose_responses_stay(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        await PreviewAsync(chs, world);
        var real = await chs.StartAsync(world);
        await chs.RefusesAsync(world.Researcher, new DeleteStudy(id, null), "study.has_responses");
        await chs.RefusesAsync(world.Reviewer, new DeletePreviews(id), "access.forbidden");
        Assert.Equal(1, (await chs.AnswerAsync(world.Researcher, new DeletePreviews(id))).Responses);
        Assert.Equal([real], await chs.WithAsync(db => db.Responses.Select(r => r.Uuid).ToListAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deletes_previews_versions_and_picture_but_not_the_audit_log(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        await PreviewAsync(chs, world);
        var picture = await Some.Picture(20, 20).ReadAsByteArrayAsync();
        var image = (await chs.AnswerAsync(world.Researcher, new SetStudyImage(id, picture, null))).Image![1..];

        await chs.SucceedsAsync(world.Researcher, new DeleteStudy(id, null));
        Assert.Equal(
            (0, 0, 0),
            await chs.WithAsync(async db =>
                (await db.Studies.CountAsync(), await db.StudyVersions.CountAsync(), await db.Responses.CountAsync())
            )
        );
        var actions = await chs.WithAsync(db =>
            db.Audit.Where(e => e.Subject == id).Select(e => e.Action).ToListAsync()
        );
        Assert.Contains("study deleted", actions);
        Assert.Contains("study moved", actions);

        // The picture is deleted after the transaction; delivering the message twice does no harm.
        var store = chs.Get<IObjectStore>();
        Assert.NotNull(await store.OpenAsync(image, null, default));
        await DeliverOrphansAsync(chs);
        await DeliverOrphansAsync(chs);
        Assert.Null(await store.OpenAsync(image, null, default));
    }

    /// <summary>Starts a preview by the researcher with a child of their own.</summary>
    static async Task PreviewAsync(TestChs chs, World world)
    {
        var child = await chs.WithAsync(async db =>
        {
            var registered = Child.Register(world.Researcher.Key, Some.Profile("Try"), Some.Moment).Value;
            db.Children.Add(registered);
            await db.SaveChangesAsync(default);
            return registered.Uuid;
        });
        await chs.SucceedsAsync(world.Researcher, new StartResponse(world.Study.Uuid, child, Preview: true));
    }

    static Task DeliverOrphansAsync(TestChs chs) =>
        chs.WithServicesAsync(async services =>
        {
            var message = await chs.WithAsync(db =>
                db.Outbox.SingleAsync(m => m.Kind == nameof(Builds.ObjectsOrphaned))
            );
            foreach (var receiver in services.GetServices<IOutboxReceiver>())
                await receiver.DeliverAsync(message, default);
        });
}
