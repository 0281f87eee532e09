using Chs.Application.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Queues;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Chs.Infrastructure.Tests.Queues;

/// <summary>Delivery of events from the outbox.</summary>
public class OutboxDispatcherTests
{
    /// <summary>Delivers everything that is due.</summary>
    /// <returns>Number of deliveries.</returns>
    static async Task<int> DrainAsync(TestChs chs)
    {
        var delivered = 0;
        await chs.WithServicesAsync(async services =>
        {
            var dispatcher = new OutboxDispatcher(
                services.GetRequiredService<IServiceScopeFactory>(),
                chs.Time,
                NullLogger<OutboxDispatcher>.Instance
            );
            while (await dispatcher.DeliverNextAsync(default))
                delivered++;
        });
        return delivered;
    }

    /// <summary>Mails that tell a lab of its approval.</summary>
    static async Task<string[]> MailAsync(TestChs chs)
    {
        string[] mails = [];
        await chs.WithServicesAsync(services =>
        {
            var folder = services.GetRequiredService<MailSettings>().Folder!;
            if (Directory.Exists(folder))
            {
                var texts = Directory.GetFiles(folder, "*.eml").Select(File.ReadAllText);
                mails = [.. texts.Where(mail => mail.Contains("may test families", StringComparison.Ordinal))];
            }

            return Task.CompletedTask;
        });
        return mails;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Delivers_the_approval_of_a_lab_to_its_admins_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, Domain.Studies.StudyState.Created, labApproved: false);
        await DrainAsync(chs);
        Assert.False((await chs.SendAsync(world.Reviewer, new ApproveLab(world.Lab.Uuid, null))).Failed);
        Assert.Empty(await MailAsync(chs));

        Assert.Equal(1, await DrainAsync(chs));
        var mail = Assert.Single(await MailAsync(chs));
        Assert.Contains("To: researcher@test.chs", mail);
        Assert.Equal(0, await DrainAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Delivers_nothing_of_a_change_that_was_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, Domain.Studies.StudyState.Created, labApproved: false);
        await DrainAsync(chs);
        Assert.True((await chs.SendAsync(world.Researcher, new ApproveLab(world.Lab.Uuid, null))).Failed);
        Assert.True((await chs.SendAsync(world.Reviewer, new ApproveLab(world.Lab.Uuid, 99))).Failed);
        Assert.Equal(0, await DrainAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Delivers_again_what_a_dead_process_had_leased(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, Domain.Studies.StudyState.Created, labApproved: false);
        await DrainAsync(chs);
        await chs.SendAsync(world.Reviewer, new ApproveLab(world.Lab.Uuid, null));
        // A process that is killed during a delivery leaves its lease behind.
        await chs.WithAsync(db =>
            db.Outbox.Where(m => m.DeliveredAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.LeasedUntil, Some.Moment + TimeSpan.FromMinutes(2)))
        );

        Assert.Equal(0, await DrainAsync(chs));
        chs.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await DrainAsync(chs));
        Assert.Single(await MailAsync(chs));
    }
}
