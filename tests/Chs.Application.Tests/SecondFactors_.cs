using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Second factors: enrolment, log-in with a code, recovery codes and removal.</summary>
public class SecondFactors_
{
    const string Password = "seven green bottles";

    sealed record Person(Actor Actor, string Email, string Secret, IReadOnlyList<string> Recovery);

    static string Code(string secret, DateTimeOffset at) =>
        new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(at.UtcDateTime);

    static async Task<Person> EnrolledAsync(TestChs chs)
    {
        var email = $"r{Guid.NewGuid():N}@uni.example";
        await chs.SendAsync(null, new SignUp(email, Password, "Robin", "Example", "", true));
        var actor = await chs.WithAsync(async db => Some.ActorOf(await db.Users.SingleAsync(u => u.Email == email)));
        var enrolled = await chs.AnswerAsync(actor, new EnrolSecondFactor());
        Assert.Contains("<svg", enrolled.Picture);
        Assert.Contains(enrolled.Secret, enrolled.Address);
        Assert.False(
            (await chs.AnswerAsync(null, new LogIn(email, Password))).NeedsCode,
            "A code is asked for before the second factor is active."
        );
        var codes = (
            await chs.AnswerAsync(actor, new ActivateSecondFactor(Code(enrolled.Secret, chs.Time.GetUtcNow()), null))
        ).Codes;
        chs.Time.Advance(TimeSpan.FromSeconds(60));
        return new Person(actor, email, enrolled.Secret, codes);
    }

    static async Task<string> PendingAsync(TestChs chs, Person person)
    {
        var opened = await chs.AnswerAsync(null, new LogIn(person.Email, Password));
        Assert.True(opened.NeedsCode);
        return opened.Secret;
    }

    static async Task<bool> IsLoggedInAsync(TestChs chs, string session) =>
        !(await chs.SendAsync(null, new Authenticate(session, CredentialKind.Session))).Failed;

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_asked_for_and_open_a_session_with_another_secret(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var person = await EnrolledAsync(chs);
        var pending = await PendingAsync(chs, person);
        Assert.False(await IsLoggedInAsync(chs, pending), "The password alone opens the session.");
        await chs.RefusesAsync(null, new ConfirmLogIn(pending, "000000"), "account.wrong_code");
        await chs.RefusesAsync(
            null,
            new ConfirmLogIn("somebody's", Code(person.Secret, chs.Time.GetUtcNow())),
            "access.unauthenticated"
        );
        var opened = await chs.AnswerAsync(null, new ConfirmLogIn(pending, Code(person.Secret, chs.Time.GetUtcNow())));
        Assert.NotEqual(pending, opened.Secret);
        Assert.True(await IsLoggedInAsync(chs, opened.Secret));
        Assert.False(await IsLoggedInAsync(chs, pending));
        await chs.RefusesAsync(
            null,
            new ConfirmLogIn(pending, Code(person.Secret, chs.Time.GetUtcNow())),
            "access.unauthenticated"
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_accepted_once_also_when_they_come_twice_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var person = await EnrolledAsync(chs);
        var code = Code(person.Secret, chs.Time.GetUtcNow());
        string[] sessions =
        [
            await PendingAsync(chs, person),
            await PendingAsync(chs, person),
            await PendingAsync(chs, person),
            await PendingAsync(chs, person),
        ];
        var answers = await Task.WhenAll(
            sessions.Select(session => Task.Run(() => chs.SendAsync(null, new ConfirmLogIn(session, code))))
        );
        Assert.Single(answers, answer => !answer.Failed);
        await chs.RefusesAsync(null, new ConfirmLogIn(await PendingAsync(chs, person), code), "account.wrong_code");
        // An earlier code that wasn't used is refused too; the next one is accepted.
        await chs.RefusesAsync(
            null,
            new ConfirmLogIn(
                await PendingAsync(chs, person),
                Code(person.Secret, chs.Time.GetUtcNow().AddSeconds(-30))
            ),
            "account.wrong_code"
        );
        chs.Time.Advance(TimeSpan.FromSeconds(30));
        await chs.SucceedsAsync(
            null,
            new ConfirmLogIn(await PendingAsync(chs, person), Code(person.Secret, chs.Time.GetUtcNow()))
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tolerate_clocks_half_a_minute_off_and_no_more(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var person = await EnrolledAsync(chs);
        Assert.False(await IsAcceptedAsync(-60));
        Assert.False(await IsAcceptedAsync(60));
        Assert.True(await IsAcceptedAsync(-30));
        Assert.True(await IsAcceptedAsync(30));
        var late = await PendingAsync(chs, person);
        chs.Time.Advance(TimeSpan.FromMinutes(11));
        await chs.RefusesAsync(
            null,
            new ConfirmLogIn(late, Code(person.Secret, chs.Time.GetUtcNow())),
            "access.unauthenticated"
        );

        async Task<bool> IsAcceptedAsync(int seconds)
        {
            var code = Code(person.Secret, chs.Time.GetUtcNow().AddSeconds(seconds));
            var confirmed = await chs.SendAsync(null, new ConfirmLogIn(await PendingAsync(chs, person), code));
            return !confirmed.Failed;
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Have_recovery_codes_that_work_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var person = await EnrolledAsync(chs);
        Assert.Equal(SecondFactor.RecoveryCodeCount, person.Recovery.Distinct().Count());
        await chs.SucceedsAsync(
            null,
            new ConfirmLogIn(await PendingAsync(chs, person), person.Recovery[3].ToUpperInvariant())
        );
        await chs.RefusesAsync(
            null,
            new ConfirmLogIn(await PendingAsync(chs, person), person.Recovery[3]),
            "account.wrong_code"
        );
        // Neither the secret nor the codes can be read from the database.
        var factor = await chs.WithAsync(db => db.SecondFactors.AsNoTracking().SingleAsync());
        var stored = System.Text.Encoding.Latin1.GetString(factor.SealedSecret) + string.Concat(factor.RecoveryDigests);
        Assert.DoesNotContain(person.Secret, stored);
        Assert.All(person.Recovery, code => Assert.DoesNotContain(code, stored));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_switched_off_by_a_code_or_by_staff_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var person = await EnrolledAsync(chs);
        await chs.RefusesAsync(person.Actor, new EnrolSecondFactor(), "account.second_factor_active");
        await chs.RefusesAsync(person.Actor, new DisableSecondFactor("123456"), "account.wrong_code");
        await chs.SucceedsAsync(person.Actor, new DisableSecondFactor(Code(person.Secret, chs.Time.GetUtcNow())));
        Assert.False((await chs.AnswerAsync(null, new LogIn(person.Email, Password))).NeedsCode);
        await chs.RefusesAsync(person.Actor, new DisableSecondFactor("123456"), "account.no_second_factor");

        var other = await EnrolledAsync(chs);
        foreach (var stranger in (Actor[])[world.Researcher, world.Reviewer, world.Parent, person.Actor])
            await chs.RefusesAsync(stranger, new ResetSecondFactor(other.Actor.Id), "access.forbidden");
        await chs.SucceedsAsync(world.Reviewer with { Rights = SiteRights.All }, new ResetSecondFactor(other.Actor.Id));
        Assert.False((await chs.AnswerAsync(null, new LogIn(other.Email, Password))).NeedsCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task End_other_log_ins_when_they_or_the_password_change(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.SendAsync(null, new SignUp("robin@uni.example", Password, "Robin", "Example", "", true));
        var actor = await chs.WithAsync(async db => Some.ActorOf(await db.Users.SingleAsync()));
        var logIns = Enumerable
            .Range(0, 3)
            .Select(_ => chs.AnswerAsync(null, new LogIn("robin@uni.example", Password)));
        string[] sessions = [.. (await Task.WhenAll(logIns)).Select(opened => opened.Secret)];
        var listed = await chs.AnswerAsync(actor, new ListAccountSessions(sessions[0]));
        Assert.Equal((3, 1), (listed.Count, listed.Count(s => s.IsThisOne)));

        await chs.SucceedsAsync(actor, new ChangePassword(Password, "eight green bottles", sessions[0]));
        Assert.True(await IsLoggedInAsync(chs, sessions[0]));
        Assert.False(await IsLoggedInAsync(chs, sessions[1]));
        Assert.False(await IsLoggedInAsync(chs, sessions[2]));
        Assert.True((await chs.SendAsync(null, new LogIn("robin@uni.example", Password))).Failed);

        var fresh = (await chs.AnswerAsync(null, new LogIn("robin@uni.example", "eight green bottles"))).Secret;
        await chs.SucceedsAsync(actor, new EndOtherSessions(fresh));
        Assert.True(await IsLoggedInAsync(chs, fresh));
        Assert.False(await IsLoggedInAsync(chs, sessions[0]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leave_log_ins_alone_when_the_password_change_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.SendAsync(null, new SignUp("robin@uni.example", Password, "Robin", "Example", "", true));
        var actor = await chs.WithAsync(async db => Some.ActorOf(await db.Users.SingleAsync()));
        var session = (await chs.AnswerAsync(null, new LogIn("robin@uni.example", Password))).Secret;
        var other = (await chs.AnswerAsync(null, new LogIn("robin@uni.example", Password))).Secret;
        var wrong = await chs.SendAsync(actor, new ChangePassword("not it at all", "eight green bottles", session));
        Assert.Equal("wrong", wrong.Error?.Faults[0].Code);
        var tooShort = await chs.SendAsync(actor, new ChangePassword(Password, "short", session));
        Assert.Equal("too_short", tooShort.Error?.Faults[0].Code);
        Assert.True(await IsLoggedInAsync(chs, other));
    }
}
