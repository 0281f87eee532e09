using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Site;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>What staff can do.</summary>
/// <remarks>They can't grant rights that they lack, or change accounts with more rights or their own.</remarks>
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
        // Only staff who may see permissions see rights.
        Assert.Null(read.Rights);
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
        Assert.DoesNotContain(
            "watches",
            string.Concat(await chs.WithAsync(db => db.Audit.Select(e => e.Details).ToListAsync()))
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Open_closed_accounts_again_and_admit_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var editor = await StaffAsync(chs, "editor", SiteRight.ViewUsers | SiteRight.EditUsers);
        var close = new JudgeAccount(world.Parent.Id, true, true, "sells watches", null);
        var closed = await chs.AnswerAsync(editor, close);
        var open = new JudgeAccount(world.Parent.Id, true, false, "a mistake", closed.Version);
        await chs.RefusesAsync(editor, open with { IfVersion = closed.Version - 1 }, "version.stale");
        Assert.True((await chs.AnswerAsync(editor, open)).Account.IsActive);
        Assert.True((await chs.AnswerAsync(editor, new AdmitResearcher(world.Parent.Id))).Account.IsResearcher);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Close_no_accounts_with_more_rights_and_not_their_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var editor = await StaffAsync(chs, "editor", SiteRight.ViewUsers | SiteRight.EditUsers);
        var close = new JudgeAccount(world.Parent.Id, false, false, "", null);
        await chs.RefusesAsync(world.Reviewer, close, "access.forbidden");
        await chs.RefusesAsync(editor, new JudgeAccount(editor.Id, true, false, "", null), "account.yourself");
        // A reviewer holds rights that the editor lacks.
        await chs.RefusesAsync(editor, new JudgeAccount(world.Reviewer.Id, false, false, "", null), "access.forbidden");
        await chs.RefusesAsync(editor, new ResetSecondFactor(world.Reviewer.Id), "access.forbidden");
    }

    static readonly SiteRightsInput ViewUsers = new() { Site = ["viewUsers"] };

    [Theory, OnSqlite, OnPostgres]
    public async Task Give_rights_that_they_hold(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var giver = await StaffAsync(chs, "giver", SiteRight.ViewUsers | SiteRight.EditUserPermissions);
        var session = (await chs.AnswerAsync(null, new LogIn("parent@test.chs", "seven green bottles"))).Secret;
        var given = await chs.AnswerAsync(giver, new EntitleAccount(world.Parent.Id, ViewUsers, null));
        Assert.Equal(["viewUsers"], given.Rights!.Site);
        Assert.True(given.Account.IsStaff);
        Assert.True((await chs.SendAsync(null, new Authenticate(session, CredentialKind.Session))).Failed);
        var taken = await chs.AnswerAsync(giver, new EntitleAccount(world.Parent.Id, new SiteRightsInput(), null));
        Assert.False(taken.Account.IsStaff);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Give_no_rights_that_they_lack(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var giver = await StaffAsync(chs, "giver", SiteRight.ViewUsers | SiteRight.EditUserPermissions);
        var give = new EntitleAccount(world.Parent.Id, ViewUsers, null);
        await chs.RefusesAsync(world.Reviewer, give, "access.forbidden");
        SiteRightsInput[] beyond =
        [
            new() { Site = ["editUsers"] },
            new() { OnStudies = ["review"] },
            new() { OnLabs = ["editApproval"] },
        ];
        foreach (var rights in beyond)
            await chs.RefusesAsync(giver, new EntitleAccount(world.Parent.Id, rights, null), "access.forbidden");
        await chs.RefusesAsync(giver, new EntitleAccount(giver.Id, ViewUsers, null), "account.yourself");
        var unknown = new EntitleAccount(world.Parent.Id, new SiteRightsInput { Site = ["all"] }, null);
        Assert.Equal("unknown_value", (await chs.FaultAsync(giver, unknown)).Code);
        // The reviewer has more rights than the giver.
        var takeAll = new EntitleAccount(world.Reviewer.Id, new SiteRightsInput(), null);
        await chs.RefusesAsync(giver, takeAll, "access.forbidden");
    }

    static readonly ContentPageInput Privacy = new()
    {
        Title = "Privacy",
        Markdown = "# Yours\n<script>alert(1)</script> [x](javascript:alert(1)) **bold** <img src=x onerror=alert(1)>",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task Write_pages_that_everybody_reads_once_published(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var stranger in (Actor?[])[null, world.Parent, world.Researcher])
            Assert.True((await chs.SendAsync(stranger, new CreateContentPage("privacy", "en", Privacy))).Failed);
        var draft = new CreateContentPage("privacy", "en", Privacy with { IsPublished = false });
        var page = await chs.AnswerAsync(world.Reviewer, draft);
        await chs.RefusesAsync(world.Parent, new ReadContentPage("privacy", "en"), "page.not_found");
        Assert.Empty((await chs.AnswerAsync(null, new ListContentPages())).Items);
        await chs.RefusesAsync(world.Reviewer, new CreateContentPage("privacy", "en", Privacy), "page.exists");
        await chs.SucceedsAsync(world.Reviewer, new UpdateContentPage("privacy", "en", Privacy, page.Version));
        var late = new UpdateContentPage("privacy", "en", Privacy with { Title = "Mine" }, page.Version);
        Assert.Equal(page.Version + 1, (await chs.SendAsync(world.Reviewer, late)).Error!.CurrentVersion);
        await chs.SucceedsAsync(world.Reviewer, new DeleteContentPage("privacy", "en"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Write_pages_that_can_t_harm_their_readers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Reviewer, new CreateContentPage("privacy", "en", Privacy));
        // There is no Portuguese translation, so the English page is returned.
        var read = await chs.AnswerAsync(null, new ReadContentPage("privacy", "pt-BR"));
        Assert.Contains("<strong>bold</strong>", read.Html);
        foreach (var harm in (string[])["<script", "javascript:", "<img", "onerror=\""])
            Assert.DoesNotContain(harm, read.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task List_institutions_in_their_order(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var uni = new InstitutionInput
        {
            Name = "Uni",
            Section = "Founders",
            Place = 2,
        };
        var added = await chs.AnswerAsync(world.Reviewer, new AddInstitution(uni));
        await chs.SendAsync(world.Reviewer, new AddInstitution(new InstitutionInput { Name = "College", Place = 1 }));
        var again = new AddInstitution(new InstitutionInput { Name = "Uni" });
        await chs.RefusesAsync(world.Reviewer, again, "institution.exists");
        var listed = (await chs.AnswerAsync(null, new ListInstitutions())).Items;
        Assert.Equal(["College", "Uni"], listed.Select(i => i.Name));
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

    static readonly ExternalPerson Ada = new(
        "https://login.uni.example",
        "ada-1",
        "Ada@uni.example",
        true,
        "Ada",
        "Lovelace",
        false
    );

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_an_institution_open_accounts_only_where_the_address_is_vouched_for(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var unverified = new LogInExternally(Ada with { IsEmailVerified = false });
        await chs.RefusesAsync(null, unverified, "account.address_not_vouched_for");
        await chs.RefusesAsync(null, new LogInExternally(Ada with { Email = null }), "account.address_not_vouched_for");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_an_institution_take_over_accounts_whose_address_nobody_confirmed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        // Somebody else signed up with Ada's address and is logged in.
        await chs.SendAsync(null, new SignUp("ada@uni.example", "seven green bottles", "Mal", "Lory", "", false));
        var lurking = (await chs.AnswerAsync(null, new LogIn("ada@uni.example", "seven green bottles"))).Secret;
        var opened = await chs.AnswerAsync(null, new LogInExternally(Ada));
        Assert.Equal("ada@uni.example", opened.Account.Email);
        Assert.True((await chs.SendAsync(null, new Authenticate(lurking, CredentialKind.Session))).Failed);
        Assert.True((await chs.SendAsync(null, new LogIn("ada@uni.example", "seven green bottles"))).Failed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_an_institution_are_recognised_by_issuer_and_subject(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var opened = await AccountOfAsync(Ada);
        Assert.Equal(opened, await AccountOfAsync(Ada with { Email = "lovelace@uni.example" }));
        var elsewhere = Ada with { Issuer = "https://other.example", Email = "ada@other.example" };
        Assert.NotEqual(opened, await AccountOfAsync(elsewhere));
        var parent = Ada with { Subject = "pat", Email = "parent@test.chs" };
        Assert.Equal(world.Parent.Id, await AccountOfAsync(parent));
        // The parent had confirmed the address, so the password still works.
        await chs.SucceedsAsync(null, new LogIn("parent@test.chs", "seven green bottles"));

        async Task<Guid> AccountOfAsync(ExternalPerson person) =>
            (await chs.AnswerAsync(null, new LogInExternally(person))).Account.Id;
    }
}
