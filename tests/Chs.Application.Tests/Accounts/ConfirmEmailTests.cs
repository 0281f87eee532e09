using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ConfirmEmailTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Confirms_the_address_of_the_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var signedUp = await SignUpAsync(chs);
        await chs.SucceedsAsync(null, new ConfirmEmail(await chs.ConfirmationTokenAsync(signedUp), LogIns.Password));
        var researcher = await chs.ActorAsync(signedUp);
        Assert.True((await chs.AnswerAsync(researcher, new ReadOwnAccount())).IsEmailConfirmed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_researchers_create_labs_from_then_on(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var signedUp = await SignUpAsync(chs);
        var researcher = await chs.ActorAsync(signedUp);
        await chs.SucceedsAsync(null, new ConfirmEmail(await chs.ConfirmationTokenAsync(signedUp), LogIns.Password));
        await chs.CreateLabAsync(researcher, WorldSteps.LabNamed("Mine"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_link_to_an_address_that_the_account_no_longer_has(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var signedUp = await SignUpAsync(chs);
        var researcher = await chs.ActorAsync(signedUp);
        var former = await chs.ConfirmationTokenAsync(signedUp);
        var moved = await chs.MoveTokenAsync(signedUp, "grace.h@uni.example");
        await chs.SucceedsAsync(researcher, new ConfirmEmail(moved, null));
        await chs.FindsFaultAsync(null, new ConfirmEmail(former, LogIns.Password), "not_valid");
    }

    /// <summary>Its reader would give their address to an account that somebody else opens.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_more_than_the_link(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var signedUp = await SignUpAsync(chs);
        var token = await chs.ConfirmationTokenAsync(signedUp);
        foreach (var password in (string?[])[null, "", "not it", new string('x', 5000)])
            await chs.RefusesAsync(null, new ConfirmEmail(token, password), "account.wrong_password");
        var researcher = await chs.ActorAsync(signedUp);
        Assert.False((await chs.AnswerAsync(researcher, new ReadOwnAccount())).IsEmailConfirmed);
        await chs.SucceedsAsync(researcher, new ConfirmEmail(token, null));
    }

    static Task<Guid> SignUpAsync(TestChs chs) =>
        chs.SignUpAsync(new SignUp("grace@uni.example", LogIns.Password, "Grace", "Example", "", true));
}
