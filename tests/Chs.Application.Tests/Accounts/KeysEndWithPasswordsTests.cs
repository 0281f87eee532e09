using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>Whoever had the password may have made keys: a new password ends them, or asks; and no key leaves others behind.</summary>
public class KeysEndWithPasswordsTests
{
    const string NewPassword = "eight green bottles stand";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reset_ends_the_accounts_keys_and_nobody_elses(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await KeyAsync(chs, world.Researcher);
        var others = await KeyAsync(chs, world.Parent);
        var link = await chs.PasswordTokenAsync(world.Researcher.Id);
        await chs.SucceedsAsync(null, new ResetPassword(link, NewPassword));
        await chs.RefusesKeyAsync(key);
        await chs.BearerAsync(others);
        Assert.Contains("""{"count":1}""", await chs.AuditDetailsAsync());
        var told = await chs.WithAsync(db =>
            db.Outbox.Where(m => m.Kind == nameof(PasswordChanged)).Select(m => m.Body).SingleAsync()
        );
        Assert.Contains("\"revokesKeys\":true", told, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>All that opens such an account goes; the log says so as for any other.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_reset_of_an_account_that_never_confirmed_its_address_notes_the_keys_it_ends(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var grace = await chs.SignUpAsync(
            new SignUp("grace@uni.example", LogIns.Password, "Grace", "Example", "", false)
        );
        await KeyAsync(chs, await chs.ActorAsync(grace));
        var link = await chs.PasswordTokenAsync(grace);
        await chs.SucceedsAsync(null, new ResetPassword(link, NewPassword));
        Assert.Equal(1, await chs.WithAsync(db => db.Audit.CountAsync(entry => entry.Action == "revoke tokens")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_names_the_keys_and_asks(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await KeyAsync(chs, world.Researcher);
        var undecided = new ChangePassword(LogIns.Password, NewPassword, null);
        var error = await chs.RefusesAsync(world.Researcher, undecided, "account.tokens_undecided");
        Assert.Equal("“script”, made 2026-03-02, never used", Assert.Single(error.Faults).Message);
        // Nothing has changed.
        await chs.LogInAsync("researcher@test.chs");
        await chs.BearerAsync(key);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_names_no_keys_to_who_does_not_know_the_password(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await KeyAsync(chs, world.Researcher);
        var wrong = new ChangePassword("not it at all", NewPassword, null);
        await chs.RefusesAsync(world.Researcher, wrong, "account.wrong_password");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_ends_keys_or_keeps_them_as_its_maker_says(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await KeyAsync(chs, world.Researcher);
        var keep = new ChangePassword(LogIns.Password, NewPassword, null, AreTokensRevoked: false);
        await chs.SucceedsAsync(world.Researcher, keep);
        await chs.BearerAsync(key);
        var end = new ChangePassword(NewPassword, "nine green bottles stand", null, AreTokensRevoked: true);
        await chs.SucceedsAsync(world.Researcher, end);
        await chs.RefusesKeyAsync(key);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_has_no_keys_is_asked_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await KeyAsync(chs, world.Parent);
        await chs.SucceedsAsync(world.Researcher, new ChangePassword(LogIns.Password, NewPassword, null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_makes_no_key_that_is_valid_for_longer(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var bearer = await chs.BearerAsync(await KeyAsync(chs, world.Researcher, days: 10));
        await chs.FindsFaultAsync(bearer, new CreateToken("forever", null), "too_long");
        var fault = await chs.FindsFaultAsync(bearer, new CreateToken("longer", 11), "too_long");
        Assert.Equal("/validDays", fault.Pointer);
        await chs.SucceedsAsync(bearer, new CreateToken("shorter", 9));
    }

    /// <summary>Whoever has found a key can't keep what its owner takes away.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_that_a_key_made_ends_with_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = await chs.BearerAsync(await KeyAsync(chs, world.Researcher));
        var second = await chs.BearerAsync(await KeyAsync(chs, first));
        var third = await KeyAsync(chs, second);
        var listed = await chs.ItemsAsync(world.Researcher, new ListTokens());
        Assert.Equal(3, listed.Count);
        await chs.SucceedsAsync(world.Researcher, new RevokeToken(listed[0].Id));
        await chs.RefusesKeyAsync(third);
        Assert.Empty(await chs.ItemsAsync(world.Researcher, new ListTokens()));
    }

    static async Task<string> KeyAsync(TestChs chs, Actor owner, int? days = null) =>
        (await chs.AnswerAsync(owner, new CreateToken("script", days))).Key!;
}
