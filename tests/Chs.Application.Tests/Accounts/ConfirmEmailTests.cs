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
        Assert.False(signedUp.IsEmailConfirmed);
        await chs.SucceedsAsync(null, new ConfirmEmail(await chs.ConfirmationTokenAsync(signedUp.Id)));
        var researcher = await chs.ActorAsync(signedUp.Id);
        Assert.True((await chs.AnswerAsync(researcher, new ReadOwnAccount())).IsEmailConfirmed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_researchers_create_labs_from_then_on(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var signedUp = await SignUpAsync(chs);
        var researcher = await chs.ActorAsync(signedUp.Id);
        await chs.SucceedsAsync(null, new ConfirmEmail(await chs.ConfirmationTokenAsync(signedUp.Id)));
        await chs.CreateLabAsync(researcher, WorldSteps.LabNamed("Mine"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_link_to_an_address_that_the_account_no_longer_has(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var signedUp = await SignUpAsync(chs);
        var researcher = await chs.ActorAsync(signedUp.Id);
        var former = await chs.ConfirmationTokenAsync(signedUp.Id);
        await chs.SucceedsAsync(researcher, new ChangeEmail("grace.h@uni.example", LogIns.Password));
        await chs.FindsFaultAsync(null, new ConfirmEmail(former), "not_valid");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Confirms_the_next_address_by_a_link_of_its_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var signedUp = await SignUpAsync(chs);
        var researcher = await chs.ActorAsync(signedUp.Id);
        await chs.SucceedsAsync(researcher, new ChangeEmail("grace.h@uni.example", LogIns.Password));
        await chs.SucceedsAsync(null, new ConfirmEmail(await chs.ConfirmationTokenAsync(signedUp.Id)));
        Assert.True((await chs.AnswerAsync(researcher, new ReadOwnAccount())).IsEmailConfirmed);
    }

    static Task<AccountView> SignUpAsync(TestChs chs) =>
        chs.AnswerAsync(null, new SignUp("grace@uni.example", LogIns.Password, "Grace", "Example", "", true));
}
