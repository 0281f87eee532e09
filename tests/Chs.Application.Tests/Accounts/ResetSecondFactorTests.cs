using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ResetSecondFactorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_does_not_manage_accounts(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        foreach (var stranger in (Actor[])[world.Researcher, world.Reviewer, world.Parent, owner.Actor])
            await chs.RefusesAsync(stranger, new ResetSecondFactor(owner.Actor.Id), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_staff_with_fewer_rights_than_the_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var editor = await chs.AddStaffAsync("editor", SiteRight.ViewUsers | SiteRight.EditUsers);
        await chs.RefusesAsync(editor, new ResetSecondFactor(world.Reviewer.Id), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_the_password_alone_open_sessions_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var superuser = world.Reviewer with { Rights = SiteRights.All };
        await chs.SucceedsAsync(superuser, new ResetSecondFactor(owner.Actor.Id));
        Assert.False((await chs.AnswerAsync(null, new LogIn(owner.Email, LogIns.Password))).NeedsCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Removes_the_secret_and_says_so_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var staff = world.Reviewer with { Rights = SiteRights.All };
        await chs.SucceedsAsync(world.Parent, new EnrolSecondFactor(LogIns.Password));

        await chs.SucceedsAsync(staff, new ResetSecondFactor(world.Parent.Id));
        // Nothing is left to switch off, so nobody is told that it was.
        await chs.SucceedsAsync(staff, new ResetSecondFactor(world.Parent.Id));

        Assert.Equal(0, await chs.WithAsync(db => db.SecondFactors.CountAsync()));
        Assert.Equal(1, await chs.WithAsync(db => db.Outbox.CountAsync(m => m.Kind == nameof(SecondFactorDisabled))));
    }
}
