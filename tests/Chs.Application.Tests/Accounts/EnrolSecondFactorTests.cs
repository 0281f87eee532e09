using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class EnrolSecondFactorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_secret_as_a_picture_and_as_an_address(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var enrolled = await chs.AnswerAsync(world.Researcher, new EnrolSecondFactor());
        Assert.Contains("<svg", enrolled.Picture);
        Assert.Contains(enrolled.Secret, enrolled.Address);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Asks_for_no_code_before_the_second_factor_is_active(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Researcher, new EnrolSecondFactor());
        var opened = await chs.AnswerAsync(null, new LogIn("researcher@test.chs", LogIns.Password));
        Assert.False(opened.NeedsCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_has_an_active_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await chs.RefusesAsync(owner.Actor, new EnrolSecondFactor(), "account.second_factor_active");
    }
}
