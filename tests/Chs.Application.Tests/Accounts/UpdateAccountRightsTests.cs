using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>Staff give no right that they lack, and change neither their own account nor one with more rights.</summary>
public class UpdateAccountRightsTests
{
    static readonly SiteRightsInput ViewUsers = new() { Site = ["viewUsers"] };
    static readonly SiteRightsInput Nothing = new();

    [Theory, OnSqlite, OnPostgres]
    public async Task Makes_staff_of_whoever_gets_a_right(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var giver = await AddGiverAsync(chs);
        var given = await chs.AnswerAsync(giver, new UpdateAccountRights(world.Parent.Id, ViewUsers, null));
        Assert.Equal(["viewUsers"], given.Rights!.Site);
        Assert.True(given.Account.IsStaff);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_rights_away_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var giver = await AddGiverAsync(chs);
        await chs.SucceedsAsync(giver, new UpdateAccountRights(world.Parent.Id, ViewUsers, null));
        var taken = await chs.AnswerAsync(giver, new UpdateAccountRights(world.Parent.Id, Nothing, null));
        Assert.False(taken.Account.IsStaff);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ends_the_sessions_of_the_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var session = await chs.LogInAsync("parent@test.chs");
        await chs.SucceedsAsync(await AddGiverAsync(chs), new UpdateAccountRights(world.Parent.Id, ViewUsers, null));
        Assert.False(await chs.IsLoggedInAsync(session));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_may_not_give_rights(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new UpdateAccountRights(world.Parent.Id, ViewUsers, null);
        await chs.RefusesAsync(world.Reviewer, request, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_rights_that_the_giver_lacks(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var giver = await AddGiverAsync(chs);
        SiteRightsInput[] beyond =
        [
            new() { Site = ["editUsers"] },
            new() { OnStudies = ["review"] },
            new() { OnLabs = ["editApproval"] },
        ];
        foreach (var rights in beyond)
            await chs.RefusesAsync(
                giver,
                new UpdateAccountRights(world.Parent.Id, rights, null),
                "rights.not_yours_to_give"
            );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_rights_that_do_not_exist(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new UpdateAccountRights(world.Parent.Id, new SiteRightsInput { Site = ["all"] }, null);
        await chs.FindsFaultAsync(await AddGiverAsync(chs), request, "unknown_value");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_staff_who_entitle_themselves(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var giver = await AddGiverAsync(chs);
        await chs.RefusesAsync(giver, new UpdateAccountRights(giver.Id, ViewUsers, null), "account.yourself");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_staff_with_fewer_rights_than_the_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var takeAll = new UpdateAccountRights(world.Reviewer.Id, Nothing, null);
        await chs.RefusesAsync(await AddGiverAsync(chs), takeAll, "access.forbidden");
    }

    static Task<Actor> AddGiverAsync(TestChs chs) =>
        chs.AddStaffAsync("giver", SiteRight.ViewUsers | SiteRight.EditUserPermissions);
}
