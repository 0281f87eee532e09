using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Site;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>What staff do with accounts, and what they can't do: give what they lack, touch who may more, or themselves.</summary>
public class Staff_
{
    static async Task<Actor> StaffAsync(TestChs chs, string name, SiteRight rights) =>
        await chs.WithAsync(async db =>
        {
            var user = Some.User($"{name}@site.example");
            user.AddRights(SiteRights.None with { Site = rights });
            db.Users.Add(user);
            await db.SaveChangesAsync(default);
            return Some.ActorOf(user);
        });

    [Theory, OnSqlite, OnPostgres]
    public async Task Find_accounts_and_every_look_is_audited(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var viewer = await StaffAsync(chs, "viewer", SiteRight.ViewUsers);
        foreach (var stranger in (Actor[])[world.Parent, world.Researcher, world.Reviewer])
        {
            await chs.RefusesAsync(stranger, new ListAccounts(), "access.forbidden");
            await chs.RefusesAsync(stranger, new ReadAccount(world.Parent.Id), "access.forbidden");
        }

        Assert.Equal(["parent@test.chs"], await EmailsAsync(new() { Match = "PARENT test" }));
        Assert.Equal(["parent@test.chs"], await EmailsAsync(new() { Match = world.Parent.Id.ToString() }));
        Assert.Equal(3, (await EmailsAsync(new() { Researcher = true })).Length);
        Assert.Empty(await EmailsAsync(new() { SecondFactor = true }));
        Assert.Empty(await EmailsAsync(new() { Spam = true }));
        var read = await chs.AnswerAsync(viewer, new ReadAccount(world.Researcher.Id));
        Assert.Equal(("Lab", "admin"), (read.Labs.Single().Name, read.Labs.Single().Role));
        Assert.Equal(("Faces, 2nd try", "admin"), (read.Studies.Single().Name, read.Studies.Single().Role));
        Assert.Null(read.Rights); // seen by whom they may be
        Assert.Equal(
            1,
            await chs.WithAsync(db =>
                db.Audit.CountAsync(e =>
                    e.Action == "read account" && e.Actor == viewer.Id && e.Subject == world.Researcher.Id
                )
            )
        );

        async Task<string[]> EmailsAsync(ListAccounts query) =>
            [.. (await chs.AnswerAsync(viewer, query)).Items.Select(a => a.Email)];
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Close_accounts_with_all_that_opens_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var editor = await StaffAsync(chs, "editor", SiteRight.ViewUsers | SiteRight.EditUsers);
        var session = (await chs.AnswerAsync(null, new LogIn("parent@test.chs", "seven green bottles"))).Secret;
        var key = (await chs.AnswerAsync(world.Parent, new CreateToken("script", null))).Key;
        await chs.RefusesAsync(
            world.Reviewer,
            new JudgeAccount(world.Parent.Id, false, false, "", null),
            "access.forbidden"
        );
        await chs.RefusesAsync(editor, new JudgeAccount(editor.Id, true, false, "", null), "account.yourself");
        // A reviewer holds rights that the editor lacks.
        await chs.RefusesAsync(editor, new JudgeAccount(world.Reviewer.Id, false, false, "", null), "access.forbidden");
        await chs.RefusesAsync(editor, new ResetSecondFactor(world.Reviewer.Id), "access.forbidden");

        var judged = await chs.AnswerAsync(
            editor,
            new JudgeAccount(world.Parent.Id, true, true, "sells watches", null)
        );
        Assert.Equal((false, true, "sells watches"), (judged.Account.IsActive, judged.Account.IsSpam, judged.Comments));
        Assert.True((await chs.SendAsync(null, new Authenticate(session, CredentialKind.Session))).Failed);
        Assert.True((await chs.SendAsync(null, new Authenticate(key, CredentialKind.ApiToken))).Failed);
        Assert.True((await chs.SendAsync(null, new LogIn("parent@test.chs", "seven green bottles"))).Failed);
        Assert.Equal(
            MailPreferences.None,
            await chs.WithAsync(async db => (await db.Users.SingleAsync(u => u.Uuid == world.Parent.Id)).Mail)
        );
        await chs.RefusesAsync(
            editor,
            new JudgeAccount(world.Parent.Id, true, false, "", judged.Version - 1),
            "version.stale"
        );
        Assert.True(
            (await chs.AnswerAsync(editor, new JudgeAccount(world.Parent.Id, true, false, "a mistake", judged.Version)))
                .Account
                .IsActive
        );
        Assert.DoesNotContain(
            "watches",
            string.Concat(await chs.WithAsync(db => db.Audit.Select(e => e.Details).ToListAsync()))
        );
        Assert.True((await chs.AnswerAsync(editor, new AdmitResearcher(world.Parent.Id))).Account.IsResearcher);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Give_rights_that_they_hold_and_no_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var giver = await StaffAsync(chs, "giver", SiteRight.ViewUsers | SiteRight.EditUserPermissions);
        var viewUsers = new SiteRightsInput { Site = ["viewUsers"] };
        await chs.RefusesAsync(
            world.Reviewer,
            new EntitleAccount(world.Parent.Id, viewUsers, null),
            "access.forbidden"
        );
        foreach (
            var more in (SiteRightsInput[])
                [new() { Site = ["editUsers"] }, new() { OnStudies = ["review"] }, new() { OnLabs = ["editApproval"] }]
        )
            await chs.RefusesAsync(giver, new EntitleAccount(world.Parent.Id, more, null), "access.forbidden");
        await chs.RefusesAsync(giver, new EntitleAccount(giver.Id, viewUsers, null), "account.yourself");
        Assert.Equal(
            "unknown_value",
            (
                await chs.FaultAsync(
                    giver,
                    new EntitleAccount(world.Parent.Id, new SiteRightsInput { Site = ["all"] }, null)
                )
            ).Code
        );
        // Nobody takes from who may more.
        await chs.RefusesAsync(
            giver,
            new EntitleAccount(world.Reviewer.Id, new SiteRightsInput(), null),
            "access.forbidden"
        );

        var session = (await chs.AnswerAsync(null, new LogIn("parent@test.chs", "seven green bottles"))).Secret;
        var given = await chs.AnswerAsync(giver, new EntitleAccount(world.Parent.Id, viewUsers, null));
        Assert.Equal(["viewUsers"], given.Rights!.Site);
        Assert.True(given.Account.IsStaff);
        Assert.True((await chs.SendAsync(null, new Authenticate(session, CredentialKind.Session))).Failed);
        Assert.False(
            (await chs.AnswerAsync(giver, new EntitleAccount(world.Parent.Id, new SiteRightsInput(), null)))
                .Account
                .IsStaff
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Write_texts_that_everybody_reads_and_nobody_is_harmed_by(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var text = new ContentPageInput
        {
            Title = "Privacy",
            Markdown =
                "# Yours\n<script>alert(1)</script> [x](javascript:alert(1)) **bold** <img src=x onerror=alert(1)>",
        };
        foreach (var stranger in (Actor?[])[null, world.Parent, world.Researcher])
            Assert.True((await chs.SendAsync(stranger, new CreateContentPage("privacy", "en", text))).Failed);
        var page = await chs.AnswerAsync(
            world.Reviewer,
            new CreateContentPage("privacy", "en", text with { IsPublished = false })
        );
        await chs.RefusesAsync(world.Parent, new ReadContentPage("privacy", "en"), "page.not_found");
        Assert.Empty((await chs.AnswerAsync(null, new ListContentPages())).Items);
        await chs.RefusesAsync(world.Reviewer, new CreateContentPage("privacy", "en", text), "page.exists");
        await chs.SucceedsAsync(world.Reviewer, new UpdateContentPage("privacy", "en", text, page.Version));
        var stale = (
            await chs.SendAsync(
                world.Reviewer,
                new UpdateContentPage("privacy", "en", text with { Title = "Mine" }, page.Version)
            )
        ).Error!;
        Assert.Equal(page.Version + 1, stale.CurrentVersion);
        var read = await chs.AnswerAsync(null, new ReadContentPage("privacy", "pt-BR")); // isn't translated
        Assert.Contains("<strong>bold</strong>", read.Html);
        foreach (var harm in (string[])["<script", "javascript:", "<img", "onerror=\""])
            Assert.DoesNotContain(harm, read.Html, StringComparison.OrdinalIgnoreCase);
        await chs.SucceedsAsync(world.Reviewer, new DeleteContentPage("privacy", "en"));

        var added = await chs.AnswerAsync(
            world.Reviewer,
            new AddInstitution(
                new InstitutionInput
                {
                    Name = "Uni",
                    Section = "Founders",
                    Place = 2,
                }
            )
        );
        await chs.SendAsync(world.Reviewer, new AddInstitution(new InstitutionInput { Name = "College", Place = 1 }));
        await chs.RefusesAsync(
            world.Reviewer,
            new AddInstitution(new InstitutionInput { Name = "Uni" }),
            "institution.exists"
        );
        Assert.Equal(
            ["College", "Uni"],
            (await chs.AnswerAsync(null, new ListInstitutions())).Items.Select(i => i.Name)
        );
        await chs.RefusesAsync(world.Researcher, new RemoveInstitution(added.Id), "access.forbidden");
        await chs.SucceedsAsync(world.Reviewer, new RemoveInstitution(added.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Withdraw_a_labs_approval_and_its_studies_stop_on_their_way_to_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        await chs.RefusesAsync(world.Researcher, new WithdrawLabApproval(world.Lab.Uuid, null), "access.forbidden");
        Assert.False((await chs.AnswerAsync(world.Reviewer, new WithdrawLabApproval(world.Lab.Uuid, null))).IsApproved);
        await chs.RefusesAsync(
            world.Researcher,
            new Studies.MoveStudy(world.Study.Uuid, StudyTrigger.Activate, "", null),
            "study.lab_not_approved"
        );
        await chs.RefusesAsync(world.Outsider, new ReadLab(world.Lab.Uuid), "lab.not_found");
        Assert.Equal(
            ["Lab"],
            (
                await chs.AnswerAsync(world.Reviewer, new ListLabs { Set = LabSet.Unapproved, Match = "UNI lab" })
            ).Items.Select(l => l.Name)
        );
        Assert.Equal(
            ["Lab"],
            (await chs.AnswerAsync(world.Researcher, new ListLabs { Set = LabSet.Mine })).Items.Select(l => l.Name)
        );
        Assert.Empty((await chs.AnswerAsync(world.Outsider, new ListLabs { Set = LabSet.Mine })).Items);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_an_institution_open_accounts_only_where_the_address_is_vouched_for(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ada = new ExternalPerson(
            "https://login.uni.example",
            "ada-1",
            "Ada@uni.example",
            true,
            "Ada",
            "Lovelace",
            false
        );
        await chs.RefusesAsync(
            null,
            new LogInExternally(ada with { IsEmailVerified = false }),
            "account.address_not_vouched_for"
        );
        await chs.RefusesAsync(null, new LogInExternally(ada with { Email = null }), "account.address_not_vouched_for");

        // Somebody else made an account with her address and waits in it.
        await chs.SendAsync(null, new SignUp("ada@uni.example", "seven green bottles", "Mal", "Lory", "", false));
        var lurking = (await chs.AnswerAsync(null, new LogIn("ada@uni.example", "seven green bottles"))).Secret;
        var opened = await chs.AnswerAsync(null, new LogInExternally(ada));
        Assert.Equal("ada@uni.example", opened.Account.Email);
        Assert.True((await chs.SendAsync(null, new Authenticate(lurking, CredentialKind.Session))).Failed);
        Assert.True((await chs.SendAsync(null, new LogIn("ada@uni.example", "seven green bottles"))).Failed);

        // Who is known by subject stays who they are, whatever their address becomes; another issuer's subject is somebody else.
        Assert.Equal(
            opened.Account.Id,
            (await chs.AnswerAsync(null, new LogInExternally(ada with { Email = "lovelace@uni.example" }))).Account.Id
        );
        Assert.NotEqual(
            opened.Account.Id,
            (
                await chs.AnswerAsync(
                    null,
                    new LogInExternally(ada with { Issuer = "https://other.example", Email = "ada@other.example" })
                )
            )
                .Account
                .Id
        );
        Assert.Equal(
            world.Parent.Id,
            (await chs.AnswerAsync(null, new LogInExternally(ada with { Subject = "pat", Email = "parent@test.chs" })))
                .Account
                .Id
        );
        await chs.SucceedsAsync(null, new LogIn("parent@test.chs", "seven green bottles")); // confirmed: nothing is taken away
    }
}
