using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class LogInTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_audit_entry_of_a_refusal_and_nothing_else(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);

        await chs.RefusesAsync(null, new LogIn("parent@test.chs", "not it at all"), "account.wrong_credentials");

        Assert.Equal(1, await RefusalsAsync(chs, world.Parent.Id));
        Assert.Equal(0, await chs.WithAsync(db => db.Credentials.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Writes_no_refusal_about_a_success(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);

        await chs.SucceedsAsync(null, new LogIn("parent@test.chs", "seven green bottles"));

        Assert.Equal(0, await RefusalsAsync(chs, world.Parent.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Names_nobody_in_the_refusal_of_an_unknown_address(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);

        await chs.RefusesAsync(null, new LogIn("nobody@test.chs", "not it at all"), "account.wrong_credentials");

        Assert.Equal(1, await RefusalsAsync(chs, null));
        Assert.DoesNotContain(
            await chs.WithAsync(db => db.Audit.Select(entry => entry.Details).ToListAsync()),
            details => details.Contains("nobody")
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_the_owner_of_browsers_that_have_not_logged_in_to_this_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var own = new Device("own", new RememberedLogIn(world.Parent.Id, null));
        var others = new Device("other's", new RememberedLogIn(world.Researcher.Id, null));
        // The first log-in needs no mail.
        await chs.SucceedsAsync(null, new LogIn("parent@test.chs", LogIns.Password));
        await chs.SucceedsAsync(null, new LogIn("parent@test.chs", LogIns.Password, own));
        Assert.DoesNotContain(nameof(LoggedInFromNewDevice), await chs.OutboxKindsAsync());
        await chs.SucceedsAsync(null, new LogIn("parent@test.chs", LogIns.Password, others));
        await chs.SucceedsAsync(null, new LogIn("parent@test.chs", LogIns.Password));
        Assert.Equal(2, (await chs.OutboxKindsAsync()).Count(kind => kind == nameof(LoggedInFromNewDevice)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_address_is_that_accounts_which_has_it_now(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Assert.True(await chs.AnswerAsync(null, new IsKnownDevice(OfBrowser(world.Parent), " Parent@test.chs")));
        Assert.False(await chs.AnswerAsync(null, new IsKnownDevice(OfBrowser(world.Researcher), "parent@test.chs")));
        var moved = await chs.MoveTokenAsync(world.Parent.Id, "elsewhere@test.chs");
        await chs.SucceedsAsync(world.Parent, new ConfirmEmail(moved, null));
        Assert.False(await chs.AnswerAsync(null, new IsKnownDevice(OfBrowser(world.Parent), "parent@test.chs")));
        Assert.True(await chs.AnswerAsync(null, new IsKnownDevice(OfBrowser(world.Parent), "elsewhere@test.chs")));
    }

    static Device OfBrowser(Actor person) => new("own", new RememberedLogIn(person.Id, null));

    static Task<int> RefusalsAsync(TestChs chs, Guid? account) =>
        chs.WithAsync(db => db.Audit.CountAsync(e => e.Action == "log in refused" && e.Subject == account));
}
