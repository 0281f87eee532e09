using Chs.Application.Builds;
using Chs.Application.Messaging;
using Chs.Application.Studies;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Application.Tests.Builds;

public class BuildQueuePublisherTests
{
    static async Task<Guid> RequestAsync(TestChs chs, World world)
    {
        var input = new StudyInput { Name = "Frames", RunnerCommit = SourcesStandIn.Newest };
        var study = await chs.AnswerAsync(
            world.Researcher,
            new CreateStudy(world.Lab.Uuid, input, StudyType.Frameplayer)
        );
        return (await chs.AnswerAsync(world.Researcher, new RequestBuild(study.Id))).Id;
    }

    /// <summary>Delivers the message of the request, as the dispatcher does it.</summary>
    static Task DeliverAsync(TestChs chs) =>
        chs.WithServicesAsync(async services =>
        {
            var db = services.GetRequiredService<Ports.IChsDb>();
            var message = await db.Outbox.SingleAsync(m => m.Kind == nameof(BuildRequested));
            foreach (var receiver in services.GetServices<IOutboxReceiver>())
                await receiver.DeliverAsync(message, default);
            message.MarkDelivered(Some.Moment);
            await db.SaveChangesAsync(default);
        });

    /// <summary>It saves in a scope of its own: the dispatcher's entities stay tracked.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_it_to_the_dispatcher_to_mark_the_message(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await RequestAsync(chs, await World.MakeAsync(chs));
        await DeliverAsync(chs);
        Assert.Equal(
            0,
            await chs.WithAsync(db =>
                db.Outbox.CountAsync(m => m.Kind == nameof(BuildRequested) && m.DeliveredAt == null)
            )
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_once_that_the_build_is_queued_however_often_the_message_comes(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var build = await RequestAsync(chs, world);
        await DeliverAsync(chs);
        await DeliverAsync(chs);
        var log = await chs.AnswerAsync(world.Researcher, new ReadBuildEvents(build, 0, 10));
        Assert.Equal(["0 requested", "1 queued"], log.Events.Select(e => $"{e.Number} {e.Text}"));
    }
}
