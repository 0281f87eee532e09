using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ChangePasswordTests
{
    const string Email = "researcher@test.chs";
    const string NewPassword = "eight green bottles";

    [Theory, OnSqlite, OnPostgres]
    public async Task Ends_other_log_ins_and_keeps_this_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var session = await chs.LogInAsync(Email);
        string[] others = [await chs.LogInAsync(Email), await chs.LogInAsync(Email)];
        await chs.SucceedsAsync(world.Researcher, new ChangePassword(LogIns.Password, NewPassword, session));
        Assert.True(await chs.IsLoggedInAsync(session));
        Assert.False(await chs.IsLoggedInAsync(others[0]));
        Assert.False(await chs.IsLoggedInAsync(others[1]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Replaces_the_password(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Researcher, new ChangePassword(LogIns.Password, NewPassword, null));
        await chs.RefusesLogInAsync(Email);
        await chs.LogInAsync(Email, NewPassword);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_log_ins_alone_when_it_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var session = await chs.LogInAsync(Email);
        var other = await chs.LogInAsync(Email);
        var wrong = new ChangePassword("not it at all", NewPassword, session);
        await chs.RefusesAsync(world.Researcher, wrong, "account.wrong_password");
        var tooShort = new ChangePassword(LogIns.Password, "short", session);
        await chs.FindsFaultAsync(world.Researcher, tooShort, "too_short");
        Assert.True(await chs.IsLoggedInAsync(other));
    }
}
