using System.Text.Json;
using Chs.Application.Labs;
using Chs.Application.Messaging;
using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Messaging;

/// <summary>What people do to each other sends mails, but fills nobody's mailbox.</summary>
public class MailLimitsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_fills_a_labs_mailboxes_with_requests(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await WorldAsync(chs);
        for (var i = 0; i < 5; i++)
            await chs.SucceedsAsync(world.Outsider, new RequestToJoinLab(world.Lab.Uuid));
        Assert.Single(await chs.DeliverMailsAsync<LabNotices>());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_fills_a_mailbox_by_giving_and_taking_roles(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await WorldAsync(chs);
        var another = await chs.AddResearcherAsync("another");
        LabRole[] roles = [LabRole.Guest, LabRole.Readonly];
        for (var i = 0; i < MailLimits.MailsOfOneKind + 5; i++)
            await chs.SucceedsAsync(
                world.Researcher,
                new SetLabRole(world.Lab.Uuid, world.Outsider.Id, roles[i % roles.Length])
            );
        var mails = await chs.DeliverMailsAsync<LabNotices>();
        Assert.Equal(MailLimits.MailsOfOneKind, mails.Count);
        Assert.All(mails, mail => Assert.Contains("your role is", mail.Subject));

        // Another's first one arrives all the same, and theirs when an hour has passed.
        await chs.SucceedsAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, another.Id, LabRole.Guest));
        Assert.Single(await chs.DeliverMailsAsync<LabNotices>());
        chs.Time.Advance(TimeSpan.FromHours(1));
        await chs.SucceedsAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, world.Outsider.Id, LabRole.Member));
        Assert.Single(await chs.DeliverMailsAsync<LabNotices>());
    }

    /// <summary>A mail server that was away is no reason to lose a mail.</summary>
    [Theory, OnSqlite]
    public async Task A_mail_that_is_tried_again_is_counted_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await WorldAsync(chs);
        await chs.SucceedsAsync(world.Outsider, new RequestToJoinLab(world.Lab.Uuid));
        for (var i = 0; i < MailLimits.MailsOfOneKind + 5; i++)
            Assert.Single(await chs.TryMailsAsync<LabNotices>());
    }

    /// <summary>Their reader has many studies, and nobody makes them expire.</summary>
    [Theory, OnSqlite]
    public async Task What_the_site_does_by_itself_isnt_limited(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await WorldAsync(chs);
        var now = chs.Time.GetUtcNow();
        var expired = new EthicsApprovalExpired(world.Study.Uuid, "Study", new DateOnly(2026, 1, 1), now);
        await chs.WithAsync(async db =>
        {
            for (var i = 0; i < MailLimits.MailsOfOneKind + 5; i++)
                db.Outbox.Add(OutboxMessage.Of(nameof(EthicsApprovalExpired), JsonSerializer.Serialize(expired), now));
            return await db.SaveChangesAsync(default);
        });
        var mails = await chs.DeliverMailsAsync<StudyNotices>();
        Assert.True(mails.Count >= MailLimits.MailsOfOneKind + 5, $"{mails.Count}");
    }

    /// <summary>A world whose own mails have been sent.</summary>
    static async Task<World> WorldAsync(TestChs chs)
    {
        var world = await World.MakeAsync(chs);
        await chs.DeliverMailsAsync<LabNotices>();
        return world;
    }
}
