using Chs.Application.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ConfirmLogInTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Is_needed_before_the_session_is_open(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var pending = await owner.EnterPasswordAsync(chs);
        Assert.False(await chs.IsLoggedInAsync(pending), "The password alone opens the session.");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Opens_a_session_with_another_secret(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var pending = await owner.EnterPasswordAsync(chs);
        var opened = await chs.AnswerAsync(null, new ConfirmLogIn(pending, owner.Code(chs)));
        Assert.NotEqual(pending, opened.Secret);
        Assert.True(await chs.IsLoggedInAsync(opened.Secret));
        Assert.False(await chs.IsLoggedInAsync(pending));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_wrong_code(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var pending = await owner.EnterPasswordAsync(chs);
        await chs.RefusesAsync(null, new ConfirmLogIn(pending, "000000"), "account.wrong_code");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Writes_a_wrong_code_to_the_audit_log_and_not_the_code(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var pending = await owner.EnterPasswordAsync(chs);
        await chs.RefusesAsync(null, new ConfirmLogIn(pending, "000000"), "account.wrong_code");
        await chs.RefusesAsync(null, new ConfirmLogIn("somebody's", "000000"), "access.unauthenticated");
        var lines = await chs.WithAsync(db => db.Audit.Where(e => e.Action == "log in refused").ToListAsync());
        var line = Assert.Single(lines);
        Assert.Equal((owner.Actor.Id, """{"secondFactor":true}"""), (line.Subject!.Value, line.Details));
        Assert.Null(line.Actor);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_log_in_that_nobody_began(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await chs.RefusesAsync(null, new ConfirmLogIn("somebody's", owner.Code(chs)), "access.unauthenticated");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_log_in_that_was_confirmed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var pending = await owner.EnterPasswordAsync(chs);
        await chs.SucceedsAsync(null, new ConfirmLogIn(pending, owner.Code(chs)));
        await chs.RefusesAsync(null, new ConfirmLogIn(pending, owner.Code(chs)), "access.unauthenticated");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_log_in_that_waited_for_eleven_minutes(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var late = await owner.EnterPasswordAsync(chs);
        chs.Time.Advance(TimeSpan.FromMinutes(11));
        await chs.RefusesAsync(null, new ConfirmLogIn(late, owner.Code(chs)), "access.unauthenticated");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Accepts_a_code_once_also_when_it_comes_several_times_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var code = owner.Code(chs);
        List<string> pending = [];
        for (var i = 0; i < 4; i++)
            pending.Add(await owner.EnterPasswordAsync(chs));
        var answers = await Task.WhenAll(
            pending.Select(logIn => Task.Run(() => chs.SendAsync(null, new ConfirmLogIn(logIn, code))))
        );
        Assert.Single(answers, answer => !answer.Failed);
        await RefusesCodeAsync(chs, owner, code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_an_unused_code_that_is_older_than_a_used_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await AcceptsCodeAsync(chs, owner, owner.Code(chs));
        await RefusesCodeAsync(chs, owner, owner.Code(chs, clockOffset: -30));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Accepts_the_code_that_follows_a_used_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await AcceptsCodeAsync(chs, owner, owner.Code(chs));
        chs.Time.Advance(TimeSpan.FromSeconds(30));
        await AcceptsCodeAsync(chs, owner, owner.Code(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tolerates_clocks_that_are_half_a_minute_off(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await AcceptsCodeAsync(chs, owner, owner.Code(chs, clockOffset: -30));
        await AcceptsCodeAsync(chs, owner, owner.Code(chs, clockOffset: 30));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_clocks_that_are_a_minute_off(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await RefusesCodeAsync(chs, owner, owner.Code(chs, clockOffset: -60));
        await RefusesCodeAsync(chs, owner, owner.Code(chs, clockOffset: 60));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Accepts_a_recovery_code_once_in_any_case(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await AcceptsCodeAsync(chs, owner, owner.RecoveryCodes[3].ToUpperInvariant());
        await RefusesCodeAsync(chs, owner, owner.RecoveryCodes[3]);
    }

    static async Task AcceptsCodeAsync(TestChs chs, SecondFactorOwner owner, string code) =>
        await chs.SucceedsAsync(null, new ConfirmLogIn(await owner.EnterPasswordAsync(chs), code));

    static async Task RefusesCodeAsync(TestChs chs, SecondFactorOwner owner, string code) =>
        await chs.RefusesAsync(null, new ConfirmLogIn(await owner.EnterPasswordAsync(chs), code), "account.wrong_code");
}
