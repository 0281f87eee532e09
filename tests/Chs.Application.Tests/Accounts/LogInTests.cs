using Chs.Application.Accounts;
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

    static Task<int> RefusalsAsync(TestChs chs, Guid? account) =>
        chs.WithAsync(db => db.Audit.CountAsync(e => e.Action == "log in refused" && e.Subject == account));
}
