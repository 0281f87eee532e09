using Chs.Application.Accounts;
using Chs.Application.Importing;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Importing;

/// <summary>The test site doesn't show the demo.</summary>
public class RemoveDemoTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_nothing_of_a_demo_that_nobody_used(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.AnswerAsync(null, new SeedDemo());
        var removed = await chs.AnswerAsync(null, new RemoveDemo());
        Assert.Empty(removed.Kept);
        Assert.Equal(4 + 1 + 2, removed.Removed.Count);
        var left = await chs.WithAsync(async db =>
            await db.Users.CountAsync()
            + await db.Children.CountAsync()
            + await db.Studies.CountAsync()
            + await db.Labs.CountAsync()
        );
        Assert.Equal(0, left);
        // Nobody of the demo did it: the operator's lines have no actor.
        var deleted = await chs.WithAsync(db => db.Audit.Where(e => e.Action == "study deleted").ToListAsync());
        Assert.Null(Assert.Single(deleted).Actor);
    }

    /// <summary>The start logs what it found, and logs hold nobody's address.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task An_account_that_has_been_given_another_address_is_named_by_its_id(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.AnswerAsync(null, new SeedDemo());
        var moved = await chs.WithAsync(async db =>
        {
            var user = await db.Users.SingleAsync(u => u.Email == new DemoAccounts().Parent);
            user.ChangeEmail("person@site.example", Some.Moment);
            await db.SaveChangesAsync(default);
            return user.Uuid;
        });
        var named = await chs.AnswerAsync(null, new SwitchDemo());
        Assert.Equal(4, named.Accounts.Count);
        Assert.Contains($"{moved}", named.Accounts);
        Assert.DoesNotContain("person@site.example", named.Accounts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Touches_nothing_on_a_site_of_people(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        var removed = await chs.AnswerAsync(null, new RemoveDemo());
        Assert.Empty(removed.Removed.Concat(removed.Kept));
        Assert.Equal(5, await chs.WithAsync(db => db.Users.CountAsync()));
    }

    /// <summary>Every new researcher has a role in the demo's labs, which is nobody's work.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_people_and_a_lab_that_one_of_them_works_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.AnswerAsync(null, new SeedDemo());
        var world = await World.MakeAsync(chs);
        await chs.WithAsync(async db =>
        {
            var sandbox = await db.Labs.SingleAsync(l => l.Name == "Sandbox lab");
            var demo = await db.Labs.SingleAsync(l => l.Name == "Demo lab");
            db.LabMemberships.Add(LabMembership.Of(demo.Id, world.Outsider.Key, LabRole.Readonly));
            db.LabMemberships.Add(LabMembership.Of(sandbox.Id, world.Outsider.Key, LabRole.Guest));
            db.Studies.Add(Some.Study(sandbox, Some.DeedOf(world.Outsider), protocol: StudyProtocol.Empty));
            return await db.SaveChangesAsync(default);
        });
        var removed = await chs.AnswerAsync(null, new RemoveDemo());
        Assert.Contains("Sandbox lab", Assert.Single(removed.Kept));
        Assert.Contains(removed.Removed, name => name.Contains("Demo lab"));
        Assert.Equal(5, await chs.WithAsync(db => db.Users.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_a_study_that_a_family_has_opened_and_who_took_part_in_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.AnswerAsync(null, new SeedDemo());
        var world = await World.MakeAsync(chs);
        var demo = await chs.WithAsync(db => db.Studies.SingleAsync(s => s.Details.Name == "Faces"));
        var faces = world with { Study = demo };
        await chs.StartAsync(faces);
        var (parent, child) = await chs.WithAsync(async db =>
        {
            var user = await db.Users.SingleAsync(u => u.Email == new DemoAccounts().Parent);
            return (user, await db.Children.SingleAsync(c => c.UserId == user.Id));
        });
        await chs.StartAsync(faces with { Parent = Some.ActorOf(parent), Child = child });

        var removed = await chs.AnswerAsync(null, new RemoveDemo());
        Assert.Equal(
            ["study 'Faces'", "lab 'Demo lab'", "account parent@demo.chs"],
            removed.Kept.Select(kept => kept.Split(" (")[0].Split(':')[0])
        );
        Assert.Equal(2, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_administrator_can_not_open_a_demo_account_where_the_demo_is_off(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.AnswerAsync(null, new SeedDemo());
        await chs.AnswerAsync(null, new SwitchDemo());
        var world = await World.MakeAsync(chs);
        var parent = await chs.WithAsync(db => db.Users.SingleAsync(u => u.Email == new DemoAccounts().Parent));
        Assert.Equal((DemoStanding.Closed, false), (parent.Demo, parent.IsActive));
        var administrator = world.Reviewer with { Rights = SiteRights.All };
        var reopening = new UpdateAccountStanding(parent.Uuid, IsActive: true, IsSpam: false, "", null);
        await chs.RefusesAsync(administrator, reopening, "account.demo_is_off");
    }
}
