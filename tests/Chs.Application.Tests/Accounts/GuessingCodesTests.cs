using Chs.Application.Accounts;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>Somebody who knows the password, or has found an open browser, guesses codes of the second factor.</summary>
public class GuessingCodesTests
{
    const int CodesADay = 10;

    [Theory, OnSqlite, OnPostgres]
    public async Task Strangers_have_ten_codes_a_day_together_recovery_codes_and_programs_included(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        for (var i = 0; i < 4; i++)
            await GuessAsync(chs, owner, device: null, $"00000{i}");
        for (var i = 0; i < 3; i++)
            await GuessAsync(chs, owner, device: null, $"aaaaa-aaaa{i}");
        for (var i = 0; i < 3; i++)
            Assert.Equal("account.wrong_code", (await GuessByProgramAsync(chs, owner)).Code);

        var refused = await GuessAsync(chs, owner, device: null, owner.Code(chs));
        Assert.Equal(AccountErrors.TooManyAttempts(TimeSpan.Zero).Code, refused.Code);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromHours(23), TimeSpan.FromDays(1));
        Assert.Equal("account.too_many_attempts", (await GuessByProgramAsync(chs, owner)).Code);
        // More browsers are no more codes.
        Assert.Equal("account.too_many_attempts", (await GuessAsync(chs, owner, SomeDevice(owner), "000000")).Code);

        chs.Time.Advance(TimeSpan.FromDays(1));
        await LogInAsync(chs, owner, device: null, owner.Code(chs));
    }

    /// <summary>Whoever has the password could make the audit log grow without end.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_refused_for_its_number_leaves_no_line(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await UseUpAsync(chs, owner, device: null);
        for (var i = 0; i < 3; i++)
        {
            await GuessAsync(chs, owner, device: null, "000000");
            await GuessByProgramAsync(chs, owner);
        }

        var lines = await chs.WithAsync(db => db.Audit.CountAsync(e => e.Action == "log in refused"));
        Assert.Equal(CodesADay, lines);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_in_that_has_ended_meanwhile_uses_no_code_up(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var pending = await owner.EnterPasswordAsync(chs);
        await chs.SucceedsAsync(null, new ConfirmLogIn(pending, owner.RecoveryCodes[0]));
        var before = await TakenAsync(chs);
        for (var i = 0; i < 3; i++)
            await chs.RefusesAsync(null, new ConfirmLogIn(pending, "000000"), "access.unauthenticated");
        Assert.Equal(before, await TakenAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Strangers_lock_no_browser_out_that_the_owner_used_before(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var device = await KnownDeviceAsync(chs, owner);
        await UseUpAsync(chs, owner, device: null);
        await LogInAsync(chs, owner, device, owner.RecoveryCodes[1]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_known_browser_takes_nothing_from_strangers_and_has_a_limit_too(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var device = await KnownDeviceAsync(chs, owner);
        await UseUpAsync(chs, owner, device);
        await LogInAsync(chs, owner, device: null, owner.RecoveryCodes[1]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_right_code_uses_nothing_up(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        foreach (var code in owner.RecoveryCodes)
            await LogInAsync(chs, owner, device: null, code);
        await UseUpAsync(chs, owner, device: null);
    }

    /// <summary>
    /// Before there was a second factor the password alone made as many known browsers as somebody liked.
    /// </summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_browser_of_another_account_or_second_factor_or_of_none_is_a_strangers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var other = await SecondFactorOwner.EnrolAsync(chs);
        var known = await KnownDeviceAsync(chs, owner);
        var ofOther = await KnownDeviceAsync(chs, other);
        await UseUpAsync(chs, owner, device: null);
        Device[] strangers =
        [
            ofOther,
            known with
            {
                LogIn = known.LogIn with { Account = other.Actor.Id },
            },
            known with
            {
                LogIn = known.LogIn with { SecondFactor = null },
            },
            known with
            {
                LogIn = known.LogIn with { SecondFactor = ofOther.LogIn.SecondFactor },
            },
        ];
        foreach (var stranger in strangers)
        {
            var refused = await GuessAsync(chs, owner, stranger, "000000");
            Assert.Equal("account.too_many_attempts", refused.Code);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_owner_is_told_of_strangers_once_a_day_and_not_of_slips(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await GuessAsync(chs, owner, device: null, "000000");
        await GuessAsync(chs, owner, device: null, "000001");
        Assert.Equal(0, await CountToldAsync(chs));
        for (var i = 0; i < 30; i++)
            await GuessAsync(chs, owner, device: null, "000002");
        Assert.Equal(1, await CountToldAsync(chs));
        chs.Time.Advance(TimeSpan.FromDays(1));
        await UseUpAsync(chs, owner, device: null);
        Assert.Equal(2, await CountToldAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_fills_the_owners_mailbox_with_notices_of_log_ins(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await KnownDeviceAsync(chs, owner);
        // The first log-in counts, though nobody is told of it.
        chs.Time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 8; i++)
        {
            await chs.SucceedsAsync(null, new LogIn(owner.Email, LogIns.Password));
            await chs.SendAsync(null, new CreateSessionKey(owner.Email, LogIns.Password, null));
        }

        // Those of one kind use up none of another: a script's mails would hide a thief's.
        foreach (var kind in (string[])[nameof(LoggedInFromNewDevice), nameof(ProgramLackedCode)])
            Assert.Equal(5, await chs.WithAsync(db => db.Outbox.CountAsync(m => m.Kind == kind)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Guesses_at_log_ins_leave_who_is_logged_in_alone(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await UseUpAsync(chs, owner, device: null);
        var change = new ChangePassword(LogIns.Password, "eight green bottles stand", null);
        await chs.SucceedsAsync(owner.Actor, change);
        await chs.SucceedsAsync(owner.Actor, new DisableSecondFactor(owner.RecoveryCodes[0]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Guesses_in_an_open_browser_leave_the_owners_other_log_in_and_its_password_alone(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var left = owner.Actor with { CredentialKey = 1001 };
        var own = owner.Actor with { CredentialKey = 1002 };
        for (var i = 0; i < CodesADay; i++)
            await chs.RefusesAsync(left, new DisableSecondFactor("000000"), "account.wrong_code");
        await chs.RefusesAsync(left, new DisableSecondFactor("000000"), "account.too_many_attempts");
        var wrong = new ChangePassword("not it at all", "eight green bottles stand", null);
        for (var i = 0; i < 5; i++)
            await chs.RefusesAsync(left, wrong, "account.wrong_password");
        await chs.RefusesAsync(left, wrong, "account.too_many_attempts");

        await chs.SucceedsAsync(own, wrong with { OldPassword = LogIns.Password });
        await chs.SucceedsAsync(own, new DisableSecondFactor(owner.RecoveryCodes[0]));
    }

    static Task<int> TakenAsync(TestChs chs) => chs.WithAsync(db => db.QuotaUses.SumAsync(use => use.Taken));

    /// <summary>Uses up all codes of a day, and checks how many they are.</summary>
    static async Task UseUpAsync(TestChs chs, SecondFactorOwner owner, Device? device)
    {
        for (var i = 0; i < CodesADay; i++)
            Assert.Equal("account.wrong_code", (await GuessAsync(chs, owner, device, "000000")).Code);
        Assert.Equal("account.too_many_attempts", (await GuessAsync(chs, owner, device, "000000")).Code);
    }

    static async Task<Error> GuessAsync(TestChs chs, SecondFactorOwner owner, Device? device, string code)
    {
        var pending = await owner.EnterPasswordAsync(chs);
        return (await chs.SendAsync(null, new ConfirmLogIn(pending, code, device))).Error!;
    }

    static async Task<Error> GuessByProgramAsync(TestChs chs, SecondFactorOwner owner) =>
        (await chs.SendAsync(null, new CreateSessionKey(owner.Email, LogIns.Password, "000000"))).Error!;

    static async Task<OpenedSession> LogInAsync(TestChs chs, SecondFactorOwner owner, Device? device, string code) =>
        await chs.AnswerAsync(null, new ConfirmLogIn(await owner.EnterPasswordAsync(chs), code, device));

    /// <summary>A browser in which the owner has logged in, as its cookie says.</summary>
    static async Task<Device> KnownDeviceAsync(TestChs chs, SecondFactorOwner owner)
    {
        var opened = await LogInAsync(chs, owner, device: null, owner.RecoveryCodes[0]);
        Assert.NotNull(opened.SecondFactor);
        return new Device("mine", new RememberedLogIn(opened.Account.Id, opened.SecondFactor));
    }

    static Device SomeDevice(SecondFactorOwner owner) =>
        new("strange", new RememberedLogIn(owner.Actor.Id, "0123456789abcdef0123456789abcdef"));

    static Task<int> CountToldAsync(TestChs chs) =>
        chs.WithAsync(db => db.Outbox.CountAsync(message => message.Kind == nameof(StrangersTriedCodes)));
}
