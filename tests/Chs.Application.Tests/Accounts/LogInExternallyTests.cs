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
    public async Task Gives_the_owner_of_an_address_an_account_of_their_own_beside_one_that_never_confirmed_it(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        var prepared = await PrepareAsync(chs);
        var opened = await chs.AnswerAsync(null, new LogInExternally(Ada));
        Assert.Equal("ada@uni.example", opened.Account.Email);
        Assert.NotEqual(prepared, opened.Account.Id);
        await chs.RefusesLogInAsync("ada@uni.example");
        var kept = await chs.WithAsync(db => db.Users.SingleAsync(u => u.Uuid == prepared));
        Assert.Equal(($"{prepared}@released.invalid", null), (kept.Email, kept.EmailConfirmedAt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Opens_no_other_account_for_a_person_whose_account_staff_have_closed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var prepared = await PrepareAsync(chs);
        await chs.WithAsync(async db =>
        {
            var user = await db.Users.SingleAsync(u => u.Uuid == prepared);
            user.Moderate(new AccountStanding(false, true, ""), new(user.Uuid, user.Id, Some.Moment));
            await db.SaveChangesAsync(default);
            return true;
        });
        await chs.RefusesAsync(null, new LogInExternally(Ada), "account.wrong_credentials");
    }

    /// <summary>The former site let people in without asking whether the address is theirs.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Joins_no_imported_account_before_its_owner_has_shown_to_read_its_mail(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var imported = await PrepareAsync(chs);
        await chs.WithAsync(db =>
            db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.EmailConfirmedAt, Some.Moment))
        );
        await chs.RefusesAsync(null, new LogInExternally(Ada), "account.link_first");
        var token = await chs.PasswordTokenAsync(imported);
        await chs.SucceedsAsync(null, new ResetPassword(token, "another password of hers"));
        Assert.Equal(imported, await LogInAsync(chs, Ada));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_password_by_mail_removes_whatever_else_opens_an_account_that_never_confirmed_its_address(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        var prepared = await PrepareAsync(chs);
        var mallory = Ada with { Subject = "mallory", Email = null };
        await chs.WithAsync(async db =>
        {
            var user = await db.Users.SingleAsync(u => u.Uuid == prepared);
            db.ExternalIdentities.Add(ExternalIdentity.Of(user, mallory.Issuer, mallory.Subject, false, Some.Moment));
            await db.SaveChangesAsync(default);
            return true;
        });
        var lurking = await chs.LogInAsync("ada@uni.example");
        await chs.AnswerAsync(await chs.ActorAsync(prepared), new CreateToken("backdoor", null, null));
        var token = await chs.PasswordTokenAsync(prepared);
        await chs.SucceedsAsync(null, new ResetPassword(token, "another password of hers"));
        Assert.False(await chs.IsLoggedInAsync(lurking));
        Assert.Equal(0, await chs.WithAsync(db => db.Credentials.CountAsync()));
        await chs.RefusesAsync(null, new LogInExternally(mallory), "account.address_not_vouched_for");
    }

    /// <summary>The name under which an account is kept that lost its address is nobody's address.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Opens_no_account_for_an_address_at_which_no_mail_arrives(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var prepared = await PrepareAsync(chs);
        await chs.AnswerAsync(null, new LogInExternally(Ada));
        var thief = Ada with { Subject = "mallory", Email = $"{prepared}@Released.Invalid" };
        await chs.RefusesAsync(null, new LogInExternally(thief), "account.address_not_vouched_for");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_ids_that_no_provider_may_give(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        foreach (var id in (string[])["", "a\0b", "a\nb", "ä", new string('x', 256)])
            await chs.RefusesAsync(null, new LogInExternally(Ada with { Subject = id }), "external_log_in.unusable");
        foreach (var issuer in (string[])["", "https://a\0", "https://" + new string('x', 500)])
            await chs.RefusesAsync(null, new LogInExternally(Ada with { Issuer = issuer }), "external_log_in.unusable");
        await chs.AnswerAsync(null, new LogInExternally(Ada with { Subject = new string('x', 255) }));
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

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_the_owner_of_browsers_that_have_not_logged_in_to_this_account_a_few_times_an_hour(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        var account = await LogInAsync(chs, Ada);
        var own = new Device("own", new RememberedLogIn(account, null));
        await chs.SucceedsAsync(null, new LogInExternally(Ada, own));
        Assert.Equal(0, await CountToldAsync(chs));
        var others = own with { LogIn = new RememberedLogIn(Guid.NewGuid(), null) };
        await chs.SucceedsAsync(null, new LogInExternally(Ada, others));
        Assert.Equal(1, await CountToldAsync(chs));
        for (var i = 0; i < 8; i++)
            await chs.SucceedsAsync(null, new LogInExternally(Ada));
        Assert.Equal(5, await CountToldAsync(chs));
    }

    static Task<int> CountToldAsync(TestChs chs) =>
        chs.WithAsync(db => db.Outbox.CountAsync(message => message.Kind == nameof(LoggedInFromNewDevice)));

    /// <returns>The id of an account that somebody made with Ada's address.</returns>
    static Task<Guid> PrepareAsync(TestChs chs) =>
        chs.SignUpAsync(new SignUp("ada@uni.example", LogIns.Password, "Mal", "Lory", "", false));

    /// <returns>The id of the account.</returns>
    static async Task<Guid> LogInAsync(TestChs chs, ExternalPerson person) =>
        (await chs.AnswerAsync(null, new LogInExternally(person))).Account.Id;
}
