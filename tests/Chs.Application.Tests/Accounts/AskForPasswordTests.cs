using System.Text.Json;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class AskForPasswordTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Answers_alike_whether_or_not_there_is_an_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(null, new AskForPassword("PARENT@test.chs"));
        await chs.SucceedsAsync(null, new AskForPassword("nobody@test.chs"));
        var asked = await chs.WithAsync(db =>
            db.Outbox.Where(m => m.Kind == nameof(PasswordResetRequested))
                .OrderBy(m => m.Id)
                .Select(m => m.Body)
                .ToListAsync()
        );
        Assert.Equal(
            [world.Parent.Id, Guid.Empty],
            asked.Select(body => JsonSerializer.Deserialize<PasswordResetRequested>(body)!.User)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_address_and_token_out_of_outbox_and_audit_log(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        await chs.SucceedsAsync(null, new AskForPassword("PARENT@test.chs"));
        var body = await chs.WithAsync(db =>
            db.Outbox.Where(m => m.Kind == nameof(PasswordResetRequested)).Select(m => m.Body).SingleAsync()
        );
        Assert.DoesNotContain("parent@test.chs", body);
        Assert.DoesNotContain("token", body);
        Assert.DoesNotContain("parent@test.chs", await chs.AuditDetailsAsync());
    }
}
