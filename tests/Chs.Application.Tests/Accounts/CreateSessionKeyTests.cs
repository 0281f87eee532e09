using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>Log-ins of programs.</summary>
public class CreateSessionKeyTests
{
    const string Email = "parent@test.chs";

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_refused_with_a_wrong_password_which_is_written_down(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(null, new CreateSessionKey(Email, "not it at all", null), "account.wrong_credentials");
        Assert.Equal(1, await CountAuditAsync(chs, "log in refused", world.Parent.Id));
        Assert.Equal(0, await chs.WithAsync(db => db.Credentials.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_refused_of_an_account_that_is_switched_off(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.WithAsync(db =>
            db.Users.Where(u => u.Uuid == world.Parent.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.IsActive, false))
        );
        await chs.RefusesAsync(null, new CreateSessionKey(Email, LogIns.Password, null), "account.wrong_credentials");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_the_code_of_a_second_factor_and_checks_the_password_first(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var code = owner.Code(chs);
        var withoutPassword = new CreateSessionKey(owner.Email, "not it at all", code);
        await chs.RefusesAsync(null, withoutPassword, "account.wrong_credentials");
        var withoutCode = new CreateSessionKey(owner.Email, LogIns.Password, null);
        await chs.RefusesAsync(null, withoutCode, "account.code_needed");
        await chs.RefusesAsync(null, withoutCode with { Code = "000000" }, "account.wrong_code");
        await chs.SucceedsAsync(null, withoutCode with { Code = code });
        await chs.RefusesAsync(null, withoutCode with { Code = code }, "account.wrong_code");
        Assert.Equal(4, await CountAuditAsync(chs, "log in refused", owner.Actor.Id));
        Assert.Equal(1, await CountEventsAsync(chs, nameof(ProgramLackedCode)));
        Assert.Equal(1, await CountAuditAsync(chs, "log in", owner.Actor.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_told_to_the_owner_also_when_all_other_log_ins_have_ended(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        var first = await OpenAsync(chs);
        Assert.Equal(0, await CountEventsAsync(chs, nameof(ProgramLoggedIn)));
        await chs.SucceedsAsync(null, new LogOut(first));
        await OpenAsync(chs);
        Assert.Equal(1, await CountEventsAsync(chs, nameof(ProgramLoggedIn)));
    }

    static Task<int> CountEventsAsync(TestChs chs, string name) =>
        chs.WithAsync(db => db.Outbox.CountAsync(message => message.Kind == name));

    [Theory, OnSqlite, OnPostgres]
    public async Task Accepts_a_recovery_code_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var request = new CreateSessionKey(owner.Email, LogIns.Password, owner.RecoveryCodes[0]);
        await chs.SucceedsAsync(null, request);
        await chs.RefusesAsync(null, request, "account.wrong_code");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ends_after_twelve_hours_however_much_it_is_used(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        var key = await OpenAsync(chs);
        chs.Time.Advance(TimeSpan.FromHours(11));
        Assert.True(await IsOpenAsync(chs, key, CredentialKind.SessionKey));
        chs.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(await IsOpenAsync(chs, key, CredentialKind.SessionKey));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_neither_a_browsers_session_nor_a_key_for_scripts(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        var key = await OpenAsync(chs);
        Assert.False(await IsOpenAsync(chs, key, CredentialKind.Session));
        Assert.False(await IsOpenAsync(chs, key, CredentialKind.ApiToken));
        var session = await chs.LogInAsync(Email);
        Assert.False(await IsOpenAsync(chs, session, CredentialKind.SessionKey, CredentialKind.ApiToken));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_listed_as_a_programs_and_ended_as_a_browsers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var browser = await chs.LogInAsync(Email);
        var key = await OpenAsync(chs);
        var listed = await chs.AnswerAsync(world.Parent, new ListAccountSessions { Session = key });
        Assert.Equal(
            [(LogInKind.Browser, false), (LogInKind.Program, true)],
            listed.Items.Select(s => (s.Kind, s.IsThisOne))
        );
        await chs.SucceedsAsync(world.Parent, new EndSession(listed.Items[1].Id));
        Assert.False(await IsOpenAsync(chs, key, CredentialKind.SessionKey));
        Assert.True(await chs.IsLoggedInAsync(browser));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ends_with_the_others_but_for_the_one_that_sends_the_request(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var browser = await chs.LogInAsync(Email);
        var (mine, other) = (await OpenAsync(chs), await OpenAsync(chs));
        await chs.SucceedsAsync(world.Parent, new EndOtherSessions(mine));
        Assert.True(await IsOpenAsync(chs, mine, CredentialKind.SessionKey));
        Assert.False(await IsOpenAsync(chs, other, CredentialKind.SessionKey));
        Assert.False(await chs.IsLoggedInAsync(browser));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ends_with_a_log_out_and_with_a_new_password(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var (first, second) = (await OpenAsync(chs), await OpenAsync(chs));
        await chs.SucceedsAsync(null, new LogOut(first));
        Assert.False(await IsOpenAsync(chs, first, CredentialKind.SessionKey));
        var change = new ChangePassword(LogIns.Password, "eight green bottles stand", null);
        await chs.SucceedsAsync(world.Parent, change);
        Assert.False(await IsOpenAsync(chs, second, CredentialKind.SessionKey));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Meets_the_demand_for_a_second_factor_only_with_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, secondFactor: SecondFactorRule.Researchers);
        await World.MakeAsync(chs);
        var without = await chs.AnswerAsync(null, new CreateSessionKey("researcher@test.chs", LogIns.Password, null));
        Assert.True((await AuthenticateAsync(chs, without.Key)).Actor.LacksSecondFactor);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var logIn = new CreateSessionKey(owner.Email, LogIns.Password, owner.Code(chs));
        var with = await chs.AnswerAsync(null, logIn);
        Assert.False((await AuthenticateAsync(chs, with.Key)).Actor.LacksSecondFactor);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_the_owner_of_each_log_in_but_the_first(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        await OpenAsync(chs);
        Assert.Equal(0, await CountNoticesAsync(chs));
        await OpenAsync(chs);
        Assert.Equal(1, await CountNoticesAsync(chs));
    }

    static Task<int> CountNoticesAsync(TestChs chs) =>
        chs.WithAsync(db => db.Outbox.CountAsync(message => message.Kind == nameof(ProgramLoggedIn)));

    static async Task<string> OpenAsync(TestChs chs) =>
        (await chs.AnswerAsync(null, new CreateSessionKey(Email, LogIns.Password, null))).Key;

    static Task<Authenticated> AuthenticateAsync(TestChs chs, string key) =>
        chs.AnswerAsync(null, new Authenticate(key, CredentialKind.SessionKey));

    static async Task<bool> IsOpenAsync(TestChs chs, string key, params CredentialKind[] kinds) =>
        !(await chs.SendAsync(null, new Authenticate(key, kinds))).Failed;

    static Task<int> CountAuditAsync(TestChs chs, string action, Guid account) =>
        chs.WithAsync(db => db.Audit.CountAsync(e => e.Action == action && e.Subject == account));
}
