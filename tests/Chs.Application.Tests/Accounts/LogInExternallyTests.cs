using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>People whom an institution has logged in.</summary>
public class LogInExternallyTests
{
    static readonly ExternalPerson Ada = new(
        "https://login.uni.example",
        "ada-1",
        "Ada@uni.example",
        true,
        "Ada",
        "Lovelace",
        false
    );

    [Theory, OnSqlite, OnPostgres]
    public async Task Opens_no_account_for_an_address_that_nobody_vouches_for(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        foreach (var person in (ExternalPerson[])[Ada with { IsEmailVerified = false }, Ada with { Email = null }])
            await chs.RefusesAsync(null, new LogInExternally(person), "account.address_not_vouched_for");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_over_an_account_whose_address_nobody_confirmed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await SignUpWithAdasAddressAsync(chs);
        var opened = await chs.AnswerAsync(null, new LogInExternally(Ada));
        Assert.Equal("ada@uni.example", opened.Account.Email);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Locks_out_whoever_signed_up_with_an_address_that_they_did_not_confirm(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await SignUpWithAdasAddressAsync(chs);
        var lurking = await chs.LogInAsync("ada@uni.example");
        await chs.SucceedsAsync(null, new LogInExternally(Ada));
        Assert.False(await chs.IsLoggedInAsync(lurking));
        await chs.RefusesLogInAsync("ada@uni.example");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Recognises_people_by_issuer_and_subject(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var opened = await LogInAsync(chs, Ada);
        Assert.Equal(opened, await LogInAsync(chs, Ada with { Email = "lovelace@uni.example" }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_equal_subjects_of_different_issuers_apart(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var opened = await LogInAsync(chs, Ada);
        var elsewhere = Ada with { Issuer = "https://other.example", Email = "ada@other.example" };
        Assert.NotEqual(opened, await LogInAsync(chs, elsewhere));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Opens_an_account_with_a_confirmed_address_and_keeps_its_password(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var parent = Ada with { Subject = "pat", Email = "parent@test.chs" };
        Assert.Equal(world.Parent.Id, await LogInAsync(chs, parent));
        await chs.LogInAsync("parent@test.chs");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Creates_account_link_and_session_in_one_transaction(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);

        var opened = await chs.AnswerAsync(null, new LogInExternally(Ada));

        var actor = await chs.AnswerAsync(null, new Authenticate(opened.Secret, CredentialKind.Session));
        var user = await chs.WithAsync(db => db.Users.SingleAsync());
        Assert.Equal((user.Uuid, user.Id), (actor.Actor.Id, actor.Actor.Key));
        Assert.Equal(user.Id, await chs.WithAsync(db => db.ExternalIdentities.Select(i => i.UserId).SingleAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Finds_the_account_again_by_its_link(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var first = await chs.AnswerAsync(null, new LogInExternally(Ada));

        var second = await chs.AnswerAsync(null, new LogInExternally(Ada with { Email = null }));

        Assert.Equal(first.Account.Id, second.Account.Id);
        Assert.Equal(1, await chs.WithAsync(db => db.ExternalIdentities.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_nothing_behind_when_the_address_is_not_vouched_for(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);

        await chs.RefusesAsync(
            null,
            new LogInExternally(Ada with { IsEmailVerified = false }),
            "account.address_not_vouched_for"
        );

        Assert.Equal(0, await chs.WithAsync(db => db.Users.CountAsync()));
    }

    static Task SignUpWithAdasAddressAsync(TestChs chs) =>
        chs.SucceedsAsync(null, new SignUp("ada@uni.example", LogIns.Password, "Mal", "Lory", "", false));

    /// <returns>The id of the account.</returns>
    static async Task<Guid> LogInAsync(TestChs chs, ExternalPerson person) =>
        (await chs.AnswerAsync(null, new LogInExternally(person))).Account.Id;
}
