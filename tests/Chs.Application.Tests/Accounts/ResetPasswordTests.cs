using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ResetPasswordTests
{
    const string NewPassword = "eight blue bottles";

    [Theory, OnSqlite, OnPostgres]
    public async Task Replaces_the_password_of_one_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ResetAsync(chs, await chs.PasswordTokenAsync(world.Parent.Id));
        await chs.RefusesLogInAsync("parent@test.chs");
        await chs.LogInAsync("parent@test.chs", NewPassword);
        await chs.RefusesLogInAsync("other@test.chs", NewPassword);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ends_sessions_that_were_open(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var session = await chs.LogInAsync("parent@test.chs");
        await ResetAsync(chs, await chs.PasswordTokenAsync(world.Parent.Id));
        Assert.False(await chs.IsLoggedInAsync(session));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_short_password_and_leaves_the_link_valid(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var token = await chs.PasswordTokenAsync(world.Parent.Id);
        await chs.FindsFaultAsync(null, new ResetPassword(token, "short"), "too_short");
        await ResetAsync(chs, token);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_link_that_was_changed_or_made_for_something_else(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var token = await chs.PasswordTokenAsync(world.Parent.Id);
        var toConfirm = await chs.ConfirmationTokenAsync(world.Parent.Id);
        foreach (var wrong in (string[])[token[..^2], token + "A", "", "x y", toConfirm])
            await chs.RefusesAsync(null, new ResetPassword(wrong, NewPassword), "request.invalid");
        await chs.LogInAsync("parent@test.chs");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_link_that_was_used(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var token = await chs.PasswordTokenAsync(world.Parent.Id);
        await ResetAsync(chs, token);
        await RefusesLinkAsync(chs, token);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_link_to_an_address_that_the_account_no_longer_has(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var token = await chs.PasswordTokenAsync(world.Parent.Id);
        var moved = await chs.MoveTokenAsync(world.Parent.Id, "elsewhere@test.chs");
        await chs.SucceedsAsync(world.Parent, new ConfirmEmail(moved, null));
        await RefusesLinkAsync(chs, token);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_link_after_an_hour_and_one_that_others_sent_after_three_days(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var asked = await chs.PasswordTokenAsync(world.Parent.Id);
        var sent = await chs.PasswordTokenAsync(world.Researcher.Id, isSent: true);
        var late = await chs.PasswordTokenAsync(world.Parent.Id, isSent: true);
        chs.Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        await RefusesLinkAsync(chs, asked);
        await chs.SucceedsAsync(null, new ResetPassword(sent, "eight green bottles stand"));
        chs.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromHours(1));
        await RefusesLinkAsync(chs, late);
    }

    static Task ResetAsync(TestChs chs, string token) => chs.SucceedsAsync(null, new ResetPassword(token, NewPassword));

    static async Task RefusesLinkAsync(TestChs chs, string token) =>
        await chs.FindsFaultAsync(null, new ResetPassword(token, "nine red bottles"), "not_valid");
}
