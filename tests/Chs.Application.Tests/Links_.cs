using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Links in mails: who may use them, for what, how long and how often.</summary>
public class Links_
{
    /// <summary>The token of a link that a mail to the user would contain.</summary>
    /// <param name="password">A link for setting a new password; otherwise one that confirms the address.</param>
    static async Task<string> TokenAsync(TestChs chs, Guid user, bool password)
    {
        var token = "";
        await chs.WithServicesAsync(async services =>
        {
            var links = services.GetRequiredService<AccountLinks>();
            var owner = await services.GetRequiredService<Ports.IChsDb>().Users.SingleAsync(u => u.Uuid == user);
            var address = password ? links.ToPassword(owner) : links.ToConfirm(owner);
            token = Uri.UnescapeDataString(address.Query.Split("token=")[1]);
        });
        return token;
    }

    static Task<Domain.Outcome<OpenedSession>> LogInAsync(TestChs chs, string email, string password) =>
        chs.SendAsync(null, new LogIn(email, password));

    [Theory, OnSqlite, OnPostgres]
    public async Task To_a_password_work_once_for_one_person_and_three_days(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var session = (await LogInAsync(chs, "parent@test.chs", "seven green bottles")).Value.Secret;
        var token = await TokenAsync(chs, world.Parent.Id, password: true);
        Assert.Equal("too_short", (await chs.FaultAsync(null, new ResetPassword(token, "short"))).Code);
        var toConfirm = await TokenAsync(chs, world.Parent.Id, password: false);
        foreach (var wrong in (string[])[token[..^2], token + "A", "", "x y", toConfirm])
            Assert.True((await chs.SendAsync(null, new ResetPassword(wrong, "eight blue bottles"))).Failed);
        // The password is still the old one.
        Assert.False((await LogInAsync(chs, "parent@test.chs", "seven green bottles")).Failed);

        await chs.SucceedsAsync(null, new ResetPassword(token, "eight blue bottles"));
        Assert.Equal("not_valid", (await chs.FaultAsync(null, new ResetPassword(token, "nine red bottles"))).Code);
        Assert.True((await chs.SendAsync(null, new Authenticate(session, CredentialKind.Session))).Failed);
        Assert.True((await LogInAsync(chs, "parent@test.chs", "seven green bottles")).Failed);
        Assert.False((await LogInAsync(chs, "parent@test.chs", "eight blue bottles")).Failed);
        Assert.True((await LogInAsync(chs, "other@test.chs", "eight blue bottles")).Failed);

        // A link becomes invalid when the account gets another address.
        var former = await TokenAsync(chs, world.Parent.Id, password: true);
        await chs.SucceedsAsync(world.Parent, new ChangeEmail("elsewhere@test.chs", "eight blue bottles"));
        Assert.True((await chs.SendAsync(null, new ResetPassword(former, "nine red bottles"))).Failed);

        var late = await TokenAsync(chs, world.Parent.Id, password: true);
        chs.Time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromSeconds(1));
        Assert.True((await chs.SendAsync(null, new ResetPassword(late, "nine red bottles"))).Failed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task To_a_password_are_sent_whether_or_not_there_is_an_account_as_far_as_anybody_sees(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        await chs.SucceedsAsync(null, new AskForPassword("PARENT@test.chs"));
        await chs.SucceedsAsync(null, new AskForPassword("nobody@test.chs"));
        var told = Assert.Single(
            await chs.WithAsync(db => db.Outbox.Where(m => m.Kind == nameof(PasswordResetRequested)).ToListAsync())
        );
        Assert.DoesNotContain("parent@test.chs", told.Body);
        Assert.DoesNotContain("token", told.Body);
        Assert.DoesNotContain(
            "parent@test.chs",
            string.Concat(await chs.WithAsync(db => db.Audit.Select(e => e.Details).ToListAsync()))
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task That_confirm_an_address_are_void_after_it_changed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var made = await chs.AnswerAsync(
            null,
            new SignUp("grace@uni.example", "seven green bottles", "Grace", "Example", "", true)
        );
        Assert.False(made.IsEmailConfirmed);
        var actor = await chs.WithAsync(async db => Some.ActorOf(await db.Users.SingleAsync(u => u.Uuid == made.Id)));
        var input = new LabInput
        {
            Name = "Grace's lab",
            Institution = "",
            PrincipalInvestigator = "Grace",
            ContactEmail = "grace@uni.example",
        };
        await chs.RefusesAsync(actor, new CreateLab(input), "account.email_not_confirmed");
        var first = await TokenAsync(chs, made.Id, password: false);
        Assert.Equal("wrong", (await chs.FaultAsync(actor, new ChangeEmail("mallory@x.example", "not it"))).Code);
        await chs.SucceedsAsync(actor, new ChangeEmail("Grace.H@uni.example", "seven green bottles"));
        Assert.True((await chs.SendAsync(null, new ConfirmEmail(first))).Failed);
        Assert.Contains(
            await chs.WithAsync(db =>
                db.Outbox.Where(m => m.Kind == nameof(EmailAddressReleased)).Select(m => m.Body).ToListAsync()
            ),
            body => body.Contains("grace@uni.example", StringComparison.Ordinal)
        );

        await chs.SucceedsAsync(null, new ConfirmEmail(await TokenAsync(chs, made.Id, password: false)));
        Assert.True((await chs.AnswerAsync(actor, new ReadOwnAccount())).IsEmailConfirmed);
        await chs.SucceedsAsync(actor, new CreateLab(input));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task To_a_members_password_are_asked_for_by_whoever_manages_the_lab_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(
            world.Outsider,
            new AskForMembersPassword(world.Lab.Uuid, world.Researcher.Id),
            "access.forbidden"
        );
        await chs.RefusesAsync(
            world.Researcher,
            new AskForMembersPassword(world.Lab.Uuid, world.Parent.Id),
            "researcher.not_found"
        );
        await chs.SendAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, world.Outsider.Id, LabRole.Guest));
        await chs.SucceedsAsync(world.Researcher, new AskForMembersPassword(world.Lab.Uuid, world.Outsider.Id));
        Assert.Equal(1, await chs.WithAsync(db => db.Outbox.CountAsync(m => m.Kind == nameof(PasswordResetRequested))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task And_long_passwords_are_asked_of_researchers_who_then_belong_to_the_default_labs(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.SendAsync(null, new Importing.SeedDemo());
        var signUp = new SignUp("a@uni.example", "seven green bottles", "Ada", "Example", "", true);
        var shortPassword = await chs.SendAsync(null, signUp with { Password = "fifteen letters" });
        Assert.Equal(["too_short"], Codes(shortPassword));
        var withoutName = await chs.SendAsync(null, signUp with { GivenName = "", FamilyName = "" });
        Assert.Equal(["required", "required"], Codes(withoutName));
        var made = await chs.AnswerAsync(null, signUp);
        Assert.Equal([("Demo lab", LabRole.Readonly), ("Sandbox lab", LabRole.Guest)], await RolesAsync(chs, made.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task And_long_passwords_are_asked_of_parents_who_become_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.SendAsync(null, new Importing.SeedDemo());
        var parent = await chs.AnswerAsync(null, new SignUp("p@family.example", "ten letters", "", "", "", false));
        var actor = await chs.WithAsync(async db => Some.ActorOf(await db.Users.SingleAsync(u => u.Uuid == parent.Id)));
        var become = new BecomeResearcher("ten letters", "Pat", "Example");
        Assert.Equal(["too_short"], Codes(await chs.SendAsync(actor, become)));
        Assert.Empty(await RolesAsync(chs, parent.Id));
        await chs.SucceedsAsync(actor, new ChangePassword("ten letters", "eight blue bottles on a wall", null));
        Assert.Equal(["wrong"], Codes(await chs.SendAsync(actor, become)));
        become = become with { Password = "eight blue bottles on a wall" };
        Assert.True((await chs.AnswerAsync(actor, become)).IsResearcher);
        Assert.Equal(2, (await RolesAsync(chs, parent.Id)).Count);
    }

    static string[] Codes(Domain.Outcome<AccountView> outcome) =>
        [.. outcome.Error!.Faults.Select(fault => fault.Code).Order()];

    static async Task<List<(string Lab, LabRole Role)>> RolesAsync(TestChs chs, Guid user)
    {
        var roles = await chs.WithAsync(db =>
            db.LabMemberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Uuid == user))
                .Join(db.Labs, m => m.LabId, l => l.Id, (m, l) => new { l.Name, m.Role })
                .OrderBy(role => role.Name)
                .ToListAsync()
        );
        return [.. roles.Select(role => (role.Name, role.Role))];
    }
}
