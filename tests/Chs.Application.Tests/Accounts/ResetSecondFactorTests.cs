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
    public async Task Removes_the_secret_and_says_so_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var staff = world.Reviewer with { Rights = SiteRights.All };
        await chs.SucceedsAsync(world.Parent, new EnrolSecondFactor());

        await chs.SucceedsAsync(staff, new ResetSecondFactor(world.Parent.Id));
        // Nothing is left to switch off, so nobody is told that it was.
        await chs.SucceedsAsync(staff, new ResetSecondFactor(world.Parent.Id));

        Assert.Equal(0, await chs.WithAsync(db => db.SecondFactors.CountAsync()));
        Assert.Equal(1, await chs.WithAsync(db => db.Outbox.CountAsync(m => m.Kind == nameof(SecondFactorDisabled))));
    }
}
