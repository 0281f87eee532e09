using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class DisableSecondFactorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_wrong_code(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await chs.RefusesAsync(owner.Actor, new DisableSecondFactor("123456"), "account.wrong_code");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_the_password_alone_open_sessions_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await chs.SucceedsAsync(owner.Actor, new DisableSecondFactor(owner.Code(chs)));
        Assert.False((await chs.AnswerAsync(null, new LogIn(owner.Email, LogIns.Password))).NeedsCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_has_none(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await chs.SucceedsAsync(owner.Actor, new DisableSecondFactor(owner.Code(chs)));
        await chs.RefusesAsync(owner.Actor, new DisableSecondFactor("123456"), "account.no_second_factor");
    }
}
