using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ChangeEmailTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_wrong_password(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Parent, new ChangeEmail("mallory@x.example", "not it"), "account.wrong_password");
    }

    /// <summary>So that the owner of the former address hears of a change by somebody else.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_the_former_address(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Parent, new ChangeEmail("Elsewhere@test.chs", LogIns.Password));
        var body = await chs.WithAsync(db =>
            db.Outbox.Where(m => m.Kind == nameof(EmailAddressReleased)).Select(m => m.Body).SingleAsync()
        );
        Assert.Contains("parent@test.chs", body);
    }
}
