using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Application.Tests.Messaging;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>
/// Whoever had the password can link a log-in of their own, ask for another address, and be a known browser. None of it
/// stands for a second factor, and none of it outlives what the owner does about it.
/// </summary>
public class ThievesLeaveNoWayBackTests
{
    const string Email = "parent@test.chs",
        Researcher = "researcher@test.chs",
        NewPassword = "eight green bottles stand";

    static readonly ExternalPerson Thief = new("https://id.example", "thief", null, false, "M", "L", true);

    static readonly ExternalPerson Owner = new("https://uni.example", "owner", Email, true, "P", "P", true);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_in_that_was_linked_before_the_second_factor_does_not_stand_for_it(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await LinkAsync(chs, await chs.LogInAsync(Email), Thief);
        await ActivateAsync(chs, await chs.LogInAsync(Email));
        Assert.True((await chs.AnswerAsync(null, new LogInExternally(Thief))).NeedsCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_in_that_was_linked_without_a_second_factor_is_none_with_it_where_the_site_comes_to_demand_one(
        DatabaseProvider on
    )
    {
        await using var chs = await StartAsync(on);
        await LinkAsync(chs, await chs.LogInAsync(Email), Thief);
        await chs.WithAsync(async db =>
        {
            var parent = await db.Users.SingleAsync(u => u.Email == Email);
            parent.BecomeResearcher(new Deed(parent.Uuid, parent.Id, Some.Moment));
            return await db.SaveChangesAsync(default);
        });
        var opened = await chs.AnswerAsync(null, new LogInExternally(Thief));
        Assert.True((await ActorOfAsync(chs, opened.Secret)).LacksSecondFactor);
    }

    /// <summary>PostgreSQL runs both side by side: neither sees the other's rows, but both change the account.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_in_that_is_linked_while_the_owner_resets_the_password_is_refused_or_refuses_that(
        DatabaseProvider on
    )
    {
        await using var chs = await StartAsync(on);
        var session = await chs.LogInAsync(Email);
        var before = await VersionAsync(chs);
        await LinkAsync(chs, session, Thief);
        Assert.True(await VersionAsync(chs) > before);
    }

    static Task<int> VersionAsync(TestChs chs) =>
        chs.WithAsync(db => db.Users.Where(u => u.Email == Email).Select(u => u.Version).SingleAsync());

    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_in_that_an_institution_vouches_for_asks_for_the_second_factor_that_is_active(
        DatabaseProvider on
    )
    {
        await using var chs = await StartAsync(on);
        await ConfirmAddressAsync(chs);
        await ActivateAsync(chs, await chs.LogInAsync(Email));
        foreach (var _ in (int[])[1, 2])
            Assert.True((await chs.AnswerAsync(null, new LogInExternally(Owner))).NeedsCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Also_the_log_in_that_opened_the_account_asks_for_a_second_factor_that_was_activated_later(
        DatabaseProvider on
    )
    {
        await using var chs = await StartAsync(on);
        var person = Owner with { Email = "new@uni.example" };
        var opened = await chs.AnswerAsync(null, new LogInExternally(person));
        Assert.False(opened.NeedsCode);
        await ActivateAsync(chs, opened.Secret, password: null);
        Assert.True((await chs.AnswerAsync(null, new LogInExternally(person))).NeedsCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_in_that_was_linked_with_the_second_factor_stands_for_it(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var session = await chs.LogInAsync(Email);
        await ActivateAsync(chs, session);
        await LinkAsync(chs, session, Owner);
        Assert.False((await chs.AnswerAsync(null, new LogInExternally(Owner))).NeedsCode);
        var withoutFactor = Owner with { ShowedSecondFactor = false };
        Assert.True((await chs.AnswerAsync(null, new LogInExternally(withoutFactor))).NeedsCode);
    }

    /// <summary>The factor with which it was linked may have been the thief's.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_in_that_was_linked_with_a_second_factor_that_staff_took_away_stands_for_none(
        DatabaseProvider on
    )
    {
        await using var chs = await StartAsync(on);
        var session = await chs.LogInAsync(Researcher);
        await ActivateAsync(chs, session);
        await LinkAsync(chs, session, Thief);
        var researcher = await ActorOfAsync(chs, session);
        var editor = await chs.AddStaffAsync("editor", SiteRight.ViewUsers | SiteRight.EditUsers);
        await chs.SucceedsAsync(editor, new ResetSecondFactor(researcher.Id));
        var opened = await chs.AnswerAsync(null, new LogInExternally(Thief));
        Assert.True((await ActorOfAsync(chs, opened.Secret)).LacksSecondFactor);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reset_removes_linked_log_ins_ends_what_they_opened_and_says_so(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await ConfirmAddressAsync(chs);
        await LinkAsync(chs, await chs.LogInAsync(Email), Thief);
        var lurking = (await chs.AnswerAsync(null, new LogInExternally(Thief))).Secret;
        Assert.True(await chs.IsLoggedInAsync(lurking));
        await ResetAsync(chs);
        Assert.False(await chs.IsLoggedInAsync(lurking));
        await chs.RefusesAsync(null, new LogInExternally(Thief), "account.address_not_vouched_for");
        var mail = Assert.Single(await MailsAsync<PasswordChanged>(chs));
        Assert.Contains("https://id.example", mail.Body);
        Assert.Equal(1, await chs.WithAsync(db => db.Audit.CountAsync(e => e.Action == "unlink external log-in")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_had_begun_to_link_before_a_reset_links_nothing(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var session = await chs.LogInAsync(Email);
        var begun = await AskToLinkAsync(chs, session);
        await ResetAsync(chs);
        await chs.RefusesAsync(null, new LinkExternalLogIn(Thief, begun, session), "request.invalid");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_had_begun_to_link_before_a_change_of_the_password_links_nothing(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var session = await chs.LogInAsync(Email);
        var begun = await AskToLinkAsync(chs, session);
        var change = new ChangePassword(LogIns.Password, NewPassword, session);
        await chs.SucceedsAsync(await ActorOfAsync(chs, session), change);
        await chs.FindsFaultAsync(null, new LinkExternalLogIn(Thief, begun, session), "not_valid");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_link_to_another_address_is_dead_after_a_reset_and_a_change_of_the_password(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var parent = await ActorOfAsync(chs, await chs.LogInAsync(Email));
        var before = await chs.MoveTokenAsync(parent.Id, "thief@test.chs");
        await chs.SucceedsAsync(parent, new ChangePassword(LogIns.Password, NewPassword, null));
        await chs.FindsFaultAsync(parent, new ConfirmEmail(before, NewPassword), "not_valid");
        var between = await chs.MoveTokenAsync(parent.Id, "thief@test.chs");
        await ResetAsync(chs, "nine green bottles stand");
        await chs.FindsFaultAsync(parent, new ConfirmEmail(between, NewPassword), "not_valid");
    }

    /// <summary>Mails may wait, and links are made when they are sent.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_mail_that_waited_while_the_password_was_changed_is_not_sent(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var parent = await ActorOfAsync(chs, await chs.LogInAsync(Email));
        await chs.SucceedsAsync(parent, new ChangeEmail("thief@test.chs", LogIns.Password));
        // The owner learns of it before anything has changed.
        var asked = await MailsAsync<EmailChangeRequested>(chs);
        Assert.Equal(["thief@test.chs", Email], asked.Select(mail => mail.To));
        await chs.SucceedsAsync(parent, new ChangePassword(LogIns.Password, NewPassword, null));
        Assert.Empty(await MailsAsync<EmailChangeRequested>(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_password_alone_moves_no_account_that_has_a_second_factor(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var session = await chs.LogInAsync(Email);
        var parent = await ActorOfAsync(chs, session);
        var token = await chs.MoveTokenAsync(parent.Id, "elsewhere@test.chs");
        await ActivateAsync(chs, session);
        var alone = new ConfirmEmail(token, LogIns.Password);
        await chs.RefusesAsync(null, alone, "account.second_factor_needed");
        await chs.SucceedsAsync(await ActorOfAsync(chs, session), alone with { Password = null });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_link_that_confirms_the_accounts_own_address_outlives_the_password(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var grace = await chs.SignUpAsync(
            new SignUp("grace@uni.example", LogIns.Password, "Grace", "Example", "", false)
        );
        var token = await chs.ConfirmationTokenAsync(grace);
        var change = new ChangePassword(LogIns.Password, NewPassword, null);
        await chs.SucceedsAsync(await chs.ActorAsync(grace), change);
        await chs.SucceedsAsync(null, new ConfirmEmail(token, NewPassword));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_of_the_password_names_linked_log_ins_and_asks(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var session = await chs.LogInAsync(Email);
        await LinkAsync(chs, session, Thief);
        var parent = await ActorOfAsync(chs, session);
        var undecided = new ChangePassword(LogIns.Password, NewPassword, session);
        var error = await chs.RefusesAsync(parent, undecided, "account.external_log_ins_undecided");
        Assert.Equal("thief at https://id.example, linked 2026-03-02", Assert.Single(error.Faults).Message);
        await chs.AnswerAsync(parent, new CreateToken("script", null));
        error = await chs.RefusesAsync(parent, undecided, "account.tokens_undecided");
        Assert.Equal(["/areTokensRevoked", "/areExternalLogInsRemoved"], error.Faults.Select(fault => fault.Pointer));
        await chs.LogInAsync(Email);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_of_the_password_names_no_log_ins_to_who_does_not_know_it(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var session = await chs.LogInAsync(Email);
        await LinkAsync(chs, session, Thief);
        var wrong = new ChangePassword("not it at all", NewPassword, session);
        await chs.RefusesAsync(await ActorOfAsync(chs, session), wrong, "account.wrong_password");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_of_the_password_removes_linked_log_ins_or_keeps_them_as_its_maker_says(
        DatabaseProvider on
    )
    {
        await using var chs = await StartAsync(on);
        var session = await chs.LogInAsync(Email);
        await LinkAsync(chs, session, Thief);
        var parent = await ActorOfAsync(chs, session);
        var keep = new ChangePassword(LogIns.Password, NewPassword, session, AreExternalLogInsRemoved: false);
        await chs.SucceedsAsync(parent, keep);
        var lurking = (await chs.AnswerAsync(null, new LogInExternally(Thief))).Secret;
        var remove = new ChangePassword(NewPassword, LogIns.Password, session, AreExternalLogInsRemoved: true);
        await chs.SucceedsAsync(parent, remove);
        Assert.False(await chs.IsLoggedInAsync(lurking));
        await chs.RefusesAsync(null, new LogInExternally(Thief), "account.address_not_vouched_for");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reset_makes_the_browsers_of_whoever_had_the_account_unknown(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await chs.LogInAsync(Email);
        var account = await chs.WithAsync(db =>
            db.Users.Where(u => u.Email == Email).Select(u => u.Uuid).SingleAsync()
        );
        var before = new Device("thief's", new RememberedLogIn(account, null)) { At = chs.Time.GetUtcNow() };
        await chs.SucceedsAsync(null, new LogIn(Email, LogIns.Password, before));
        Assert.Equal(0, await CountToldAsync(chs));
        chs.Time.Advance(TimeSpan.FromMinutes(1));
        await ResetAsync(chs);
        Assert.False(await chs.AnswerAsync(null, new IsKnownDevice(before, Email)));
        await chs.SucceedsAsync(null, new LogIn(Email, NewPassword, before));
        Assert.Equal(1, await CountToldAsync(chs));
        var after = before with { At = chs.Time.GetUtcNow() };
        Assert.True(await chs.AnswerAsync(null, new IsKnownDevice(after, Email)));
        await chs.SucceedsAsync(null, new LogIn(Email, NewPassword, after));
        Assert.Equal(1, await CountToldAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Codes_that_a_browser_tries_after_a_reset_are_a_strangers(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        // Otherwise a reset removes the second factor.
        await chs.SucceedsAsync(
            null,
            new ConfirmEmail(await chs.ConfirmationTokenAsync(owner.Actor.Id), LogIns.Password)
        );
        var opened = await chs.AnswerAsync(
            null,
            new ConfirmLogIn(await owner.EnterPasswordAsync(chs), owner.RecoveryCodes[0])
        );
        var before = new Device("thief's", new RememberedLogIn(owner.Actor.Id, opened.SecondFactor))
        {
            At = chs.Time.GetUtcNow(),
        };
        chs.Time.Advance(TimeSpan.FromMinutes(1));
        var token = await chs.PasswordTokenAsync(owner.Actor.Id);
        await chs.SucceedsAsync(null, new ResetPassword(token, LogIns.Password + " again"));
        var pending = (await chs.AnswerAsync(null, new LogIn(owner.Email, LogIns.Password + " again"))).Secret;
        for (var i = 0; i < 10; i++)
            await chs.SendAsync(null, new ConfirmLogIn(pending, "000000"));
        var guess = new ConfirmLogIn(pending, "000000", before);
        await chs.RefusesAsync(null, guess, "account.too_many_attempts");
    }

    static Task<int> CountToldAsync(TestChs chs) =>
        chs.WithAsync(db => db.Outbox.CountAsync(message => message.Kind == nameof(LoggedInFromNewDevice)));

    static async Task<TestChs> StartAsync(DatabaseProvider on)
    {
        var chs = await TestChs.StartAsync(on, secondFactor: SecondFactorRule.Researchers);
        await World.MakeAsync(chs);
        return chs;
    }

    static async Task<Actor> ActorOfAsync(TestChs chs, string session) =>
        (await chs.AnswerAsync(null, new Authenticate(session, CredentialKind.Session))).Actor;

    static async Task<string> AskToLinkAsync(TestChs chs, string session)
    {
        var ask = new AskToLinkExternalLogIn(LogIns.Password, session);
        return (await chs.AnswerAsync(await ActorOfAsync(chs, session), ask)).Link;
    }

    static async Task LinkAsync(TestChs chs, string session, ExternalPerson person) =>
        await chs.SucceedsAsync(null, new LinkExternalLogIn(person, await AskToLinkAsync(chs, session), session));

    static async Task ResetAsync(TestChs chs, string password = NewPassword)
    {
        var account = await chs.WithAsync(db =>
            db.Users.Where(u => u.Email == Email).Select(u => u.Uuid).SingleAsync()
        );
        await chs.SucceedsAsync(null, new ResetPassword(await chs.PasswordTokenAsync(account), password));
    }

    static Task<int> ConfirmAddressAsync(TestChs chs) =>
        chs.WithAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Email == Email)).ConfirmEmail(Some.Moment);
            return await db.SaveChangesAsync(default);
        });

    static async Task ActivateAsync(TestChs chs, string session, string? password = LogIns.Password)
    {
        var actor = await ActorOfAsync(chs, session);
        var secret = (await chs.AnswerAsync(actor, new EnrolSecondFactor(password))).Secret;
        var code = SecondFactorOwner.CodeAt(secret, chs.Time.GetUtcNow());
        await chs.SucceedsAsync(actor, new ActivateSecondFactor(code, session));
    }

    /// <summary>The mails that follow from messages of this kind, if they are sent now.</summary>
    static Task<List<Mail>> MailsAsync<T>(TestChs chs) => chs.TryMailsAsync<AccountNotices>(typeof(T).Name);
}
