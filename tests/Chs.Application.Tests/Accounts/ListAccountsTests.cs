using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ListAccountsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_may_not_view_accounts(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var stranger in (Actor[])[world.Parent, world.Researcher, world.Reviewer])
            await chs.RefusesAsync(stranger, new ListAccounts(), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Finds_accounts_by_words_or_by_id(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var viewer = await chs.AddStaffAsync("viewer", SiteRight.ViewUsers);
        foreach (var match in (string[])["PARENT test", world.Parent.Id.ToString()])
        {
            var found = await chs.ItemsAsync(viewer, new ListAccounts { Match = match });
            Assert.Equal(["parent@test.chs"], found.Select(account => account.Email));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Filters_by_what_is_known_of_an_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        var viewer = await chs.AddStaffAsync("viewer", SiteRight.ViewUsers);
        // Reviewer, researcher and outsider.
        Assert.Equal(3, (await chs.ItemsAsync(viewer, new ListAccounts { IsResearcher = true })).Count);
        Assert.Empty(await chs.ItemsAsync(viewer, new ListAccounts { HasSecondFactor = true }));
        Assert.Empty(await chs.ItemsAsync(viewer, new ListAccounts { IsSpam = true }));
    }
}
