using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Plays;
using Chs.Application.Tests.Plays;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class UpdateAccountStandingTests
{
    const string Email = "parent@test.chs";

    [Theory, OnSqlite, OnPostgres]
    public async Task Closes_an_account_with_a_comment(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var judged = await CloseParentAsync(chs, world);
        Assert.Equal((false, true, "sells watches"), (judged.Account.IsActive, judged.Account.IsSpam, judged.Comments));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ends_everything_that_opens_a_closed_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var session = await chs.LogInAsync(Email);
        var key = (await chs.AnswerAsync(world.Parent, new CreateToken("script", null))).Key!;
        await CloseParentAsync(chs, world);
        Assert.False(await chs.IsLoggedInAsync(session));
        await chs.RefusesAsync(null, new Authenticate(key, CredentialKind.ApiToken), "access.unauthenticated");
        await chs.RefusesLogInAsync(Email);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_back_tickets_to_plays_of_a_closed_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ticket = await chs.IssueTicketAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        await CloseParentAsync(chs, world);
        await chs.RefusesAsync(null, new EnterPlay(ticket, PlayActions.Browser, null), "play.ticket_not_valid");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_the_audit_log_who_ended_the_keys_of_a_closed_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Parent, new CreateToken("script", null));
        var editor = await AddEditorAsync(chs);
        await chs.SucceedsAsync(editor, Close(world.Parent));
        var ended = await chs.WithAsync(db => db.Audit.SingleAsync(entry => entry.Action == "revoke tokens"));
        Assert.Equal((editor.Id, world.Parent.Id, """{"count":1}"""), (ended.Actor, ended.Subject, ended.Details));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sends_no_more_mail_to_a_closed_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await CloseParentAsync(chs, world);
        Assert.Equal(MailPreferences.None, (await chs.ReadUserAsync(world.Parent.Id)).Mail);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_comment_out_of_the_audit_log(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await CloseParentAsync(chs, world);
        Assert.DoesNotContain("watches", await chs.AuditDetailsAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Opens_a_closed_account_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var closed = await CloseParentAsync(chs, world);
        var editor = await chs.AddStaffAsync("another", SiteRight.ViewUsers | SiteRight.EditUsers);
        var open = new UpdateAccountStanding(world.Parent.Id, true, false, "a mistake", closed.Version);
        Assert.True((await chs.AnswerAsync(editor, open)).Account.IsActive);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_stale_version(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var closed = await CloseParentAsync(chs, world);
        var editor = await chs.AddStaffAsync("another", SiteRight.ViewUsers | SiteRight.EditUsers);
        var open = new UpdateAccountStanding(world.Parent.Id, true, false, "a mistake", closed.Version - 1);
        await chs.RefusesAsync(editor, open, "version.stale");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_does_not_manage_accounts(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Reviewer, Close(world.Parent), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_staff_who_judge_themselves(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var editor = await AddEditorAsync(chs);
        await chs.RefusesAsync(editor, new UpdateAccountStanding(editor.Id, true, false, "", null), "account.yourself");
    }

    /// <summary>A reviewer holds rights that the editor lacks.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_staff_with_fewer_rights_than_the_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(await AddEditorAsync(chs), Close(world.Reviewer), "access.forbidden");
    }

    static Task<Actor> AddEditorAsync(TestChs chs) =>
        chs.AddStaffAsync("editor", SiteRight.ViewUsers | SiteRight.EditUsers);

    /// <summary>Spam: an account that is marked so is closed.</summary>
    static UpdateAccountStanding Close(Actor account) => new(account.Id, true, true, "sells watches", null);

    static async Task<StaffAccountView> CloseParentAsync(TestChs chs, World world) =>
        await chs.AnswerAsync(await AddEditorAsync(chs), Close(world.Parent));
}
