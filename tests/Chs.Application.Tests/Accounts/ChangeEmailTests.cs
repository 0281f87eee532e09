using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ChangeEmailTests
{
    const string Address = "grace@uni.example";

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_wrong_password(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Parent, new ChangeEmail("mallory@x.example", "not it"), "account.wrong_password");
    }

    /// <summary>Otherwise an open browser would keep somebody else from a new password, and silently.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_wrong_password_uses_up_nobodys_mails(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        for (var i = 0; i < 5; i++)
            await chs.RefusesAsync(world.Parent, new ChangeEmail("other@test.chs", "not it"), "account.wrong_password");
        Assert.Null(await TakeMailAsync(chs, "other@test.chs"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Counts_the_mails_that_an_address_gets_whoever_asks(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        for (var i = 0; i < 5; i++)
            Assert.Null(await TakeMailAsync(chs, "Victim@test.chs"));
        var change = new ChangeEmail("victim@test.chs", LogIns.Password);
        await chs.RefusesAsync(world.Parent, change, "account.too_many_attempts");
    }

    static Task<TimeSpan?> TakeMailAsync(TestChs chs, string email) =>
        chs.Get<IQuotas>().TakeAsync([Quota.MailsTo(email)], CancellationToken.None);

    /// <summary>Accounts that gave up their address are kept under such names.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Neither_a_change_nor_a_sign_up_takes_an_address_at_which_no_mail_arrives(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var released = $"{Guid.NewGuid()}@released.invalid";
        await chs.FindsFaultAsync(world.Parent, new ChangeEmail(released, LogIns.Password), "not_an_email");
        var signUp = new SignUp(released, LogIns.Password, "Mal", "Lory", "", false);
        await chs.FindsFaultAsync(null, signUp, "not_an_email");
    }

    /// <summary>Until the link is followed, nobody's address is taken.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Moves_the_account_when_the_link_in_the_mail_is_followed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Parent, new ChangeEmail("Elsewhere@test.chs", LogIns.Password));
        Assert.Contains("elsewhere@test.chs", await OnlyAsync<EmailChangeRequested>(chs));
        Assert.Equal("parent@test.chs", await EmailAsync(chs, world));

        var token = await chs.MoveTokenAsync(world.Parent.Id, "elsewhere@test.chs");
        await chs.SucceedsAsync(world.Parent, new ConfirmEmail(token, null));
        Assert.Equal("elsewhere@test.chs", await EmailAsync(chs, world));
        // So that the owner of the former address hears of a change by somebody else.
        Assert.Contains("parent@test.chs", await OnlyAsync<EmailAddressReleased>(chs));
        await chs.SucceedsAsync(null, new ConfirmEmail(token, null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Answers_the_same_for_an_address_that_has_an_account_and_tells_its_owner(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var free = await chs.AnswerAsync(world.Parent, new ChangeEmail("elsewhere@test.chs", LogIns.Password));
        var taken = await chs.AnswerAsync(world.Parent, new ChangeEmail("other@test.chs", LogIns.Password));
        Assert.Equal(free, taken);
        Assert.Contains($"{world.OtherParent.Id}", await OnlyAsync<EmailAddressWanted>(chs));
        var token = await chs.MoveTokenAsync(world.Parent.Id, "other@test.chs");
        await chs.RefusesAsync(world.Parent, new ConfirmEmail(token, null), "account.email_taken");
    }

    /// <summary>Its reader would give their address to an account that somebody else opens.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_link_alone_moves_no_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var token = await chs.MoveTokenAsync(world.Parent.Id, "victim@test.chs");
        foreach (var actor in (Actor?[])[null, world.OtherParent])
        foreach (var password in (string?[])[null, "not it"])
            await chs.RefusesAsync(actor, new ConfirmEmail(token, password), "account.wrong_password");
        Assert.Equal("parent@test.chs", await EmailAsync(chs, world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_an_address_from_an_account_that_never_confirmed_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var prepared = await SignUpAsync(chs);
        var token = await chs.MoveTokenAsync(world.Parent.Id, Address);
        await chs.SucceedsAsync(world.Parent, new ConfirmEmail(token, null));
        Assert.Equal(Address, await EmailAsync(chs, world));
        Assert.Equal($"{prepared}@released.invalid", (await chs.ReadUserAsync(prepared)).Email);
    }

    /// <summary>Otherwise its owner could come back with it, by another way.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_a_closed_account_its_address_also_when_it_never_confirmed_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var closed = await SignUpAsync(chs);
        var token = await chs.MoveTokenAsync(world.Parent.Id, Address);
        var editor = await chs.AddStaffAsync("editor", SiteRight.ViewUsers | SiteRight.EditUsers);
        await chs.SucceedsAsync(editor, new UpdateAccountStanding(closed, false, true, "", null));
        await chs.RefusesAsync(world.Parent, new ConfirmEmail(token, null), "account.email_taken");
        Assert.Equal(Address, (await chs.ReadUserAsync(closed)).Email);

        // No link is sent that would lead nowhere.
        await chs.SucceedsAsync(world.Parent, new ChangeEmail(Address, LogIns.Password));
        Assert.Contains($"{closed}", await OnlyAsync<EmailAddressWanted>(chs));
    }

    static Task<Guid> SignUpAsync(TestChs chs) =>
        chs.SignUpAsync(new SignUp(Address, LogIns.Password, "Grace", "Example", "", false));

    static Task<string> EmailAsync(TestChs chs, World world) =>
        chs.WithAsync(db => db.Users.Where(u => u.Uuid == world.Parent.Id).Select(u => u.Email).SingleAsync());

    static Task<string> OnlyAsync<T>(TestChs chs) =>
        chs.WithAsync(db => db.Outbox.Where(m => m.Kind == typeof(T).Name).Select(m => m.Body).SingleAsync());
}
