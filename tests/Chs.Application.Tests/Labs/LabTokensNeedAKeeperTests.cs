using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Auditing;
using Chs.Application.Labs;
using Chs.Application.Messaging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Access;
using Chs.Application.Tests.Accounts;
using Chs.Application.Tests.Messaging;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Labs;

/// <summary>Whoever leaves a lab still knows its keys: they work only while somebody answers for them.</summary>
public class LabTokensNeedAKeeperTests
{
    static readonly string[] Losses =
    [
        nameof(LabMemberRemoved),
        nameof(LabRoleAssigned),
        nameof(LabHandedOver),
        nameof(UserModerated),
        nameof(UserRightsGranted),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_stops_when_its_maker_is_removed_and_the_lab_is_told_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        var key = await KeyAsync(chs, world);
        await chs.DeliverMailsAsync<LabTokenNotices>(Losses);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.Admin);

        await chs.SucceedsAsync(world.Outsider, new RemoveLabMember(world.Lab.Uuid, world.Researcher.Id));
        await chs.RefusesKeyAsync(key);
        var mail = Assert.Single(await chs.DeliverMailsAsync<LabTokenNotices>(Losses));
        Assert.Equal(("outsider@test.chs", true), (mail.To, mail.Body.Contains("'script'", StringComparison.Ordinal)));
        var listed = Assert.Single(await chs.ItemsAsync(world.Outsider, List(world)));
        Assert.True(listed.NeedsConfirmation);
        Assert.Equal([world.Researcher.Id, world.Researcher.Id], [listed.MadeBy!.Id, listed.KeptBy!.Id]);

        var administrator = world.Reviewer with { Rights = SiteRights.All };
        await chs.SucceedsAsync(
            administrator,
            new UpdateAccountStanding(world.Researcher.Id, IsActive: false, IsSpam: false, "", null)
        );
        Assert.Empty(await chs.DeliverMailsAsync<LabTokenNotices>(Losses));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_stops_when_its_maker_may_not_manage_the_lab_any_more(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        var key = await KeyAsync(chs, world);
        foreach (var role in (LabRole[])[LabRole.Member, LabRole.Readonly, LabRole.Guest, LabRole.Associate])
        {
            await chs.SucceedsAsync(world.Outsider, new SetLabRole(world.Lab.Uuid, world.Researcher.Id, role));
            await chs.RefusesKeyAsync(key);
        }

        Assert.Single(await chs.DeliverMailsAsync<LabTokenNotices>(Losses));
        // Whoever comes back confirms it: others may have learned it meanwhile.
        await chs.SucceedsAsync(world.Outsider, new SetLabRole(world.Lab.Uuid, world.Researcher.Id, LabRole.Admin));
        await chs.RefusesKeyAsync(key);
        await ConfirmAsync(chs, world, world.Researcher);
        await chs.BearerAsync(key);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_stops_when_the_account_of_its_maker_is_closed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        var key = await KeyAsync(chs, world);
        var administrator = world.Reviewer with { Rights = SiteRights.All };
        await chs.SucceedsAsync(
            administrator,
            new UpdateAccountStanding(world.Researcher.Id, IsActive: false, IsSpam: false, "", null)
        );
        await chs.RefusesKeyAsync(key);
        Assert.Equal("outsider@test.chs", Assert.Single(await chs.DeliverMailsAsync<LabTokenNotices>(Losses)).To);
        await chs.SucceedsAsync(
            administrator,
            new UpdateAccountStanding(world.Researcher.Id, IsActive: true, IsSpam: false, "", null)
        );
        await chs.RefusesKeyAsync(key);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_stops_when_its_makers_account_is_deleted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var maker = await chs.AddResearcherAsync("maker");
        await chs.GiveLabRoleAsync(world, maker, LabRole.Admin);
        var key = (await chs.AnswerAsync(maker, New(world, LabRole.Readonly))).Key!;
        await chs.WithAsync(db => db.Users.Where(u => u.Id == maker.Key).ExecuteDeleteAsync());
        await chs.RefusesKeyAsync(key);
        var listed = Assert.Single(await chs.ItemsAsync(world.Researcher, List(world)));
        Assert.Equal((null, null, true), (listed.MadeBy, listed.KeptBy, listed.NeedsConfirmation));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_manager_takes_a_key_over_and_the_audit_log_says_so(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        var key = await KeyAsync(chs, world);
        await LeaveAsync(chs, world);
        await chs.RefusesKeyAsync(key);
        await ConfirmAsync(chs, world, world.Outsider);
        await chs.SucceedsAsync(await chs.BearerAsync(key), new ReadStudy(world.Study.Uuid));
        var listed = Assert.Single(await chs.ItemsAsync(world.Outsider, List(world)));
        Assert.Equal(
            (world.Researcher.Id, world.Outsider.Id, false),
            (listed.MadeBy!.Id, listed.KeptBy!.Id, listed.NeedsConfirmation)
        );
        var entries = await chs.ItemsAsync(world.Reviewer, new ListAudit { ActorId = world.Outsider.Id });
        Assert.Contains(entries, e => e.Action is AuditAction.LabTokenConfirmed && e.SubjectId == listed.Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_confirms_a_key_who_does_not_manage_the_lab_or_may_do_less_than_the_key(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var world = scene.World;
        var made = await chs.AnswerAsync(
            world.Researcher,
            New(world, LabRole.Readonly, StudyRole.Analysis, world.Study.Uuid)
        );
        var confirm = new ConfirmLabToken(world.Lab.Uuid, made.Token.Id);
        foreach (var person in scene.People.Where(p => p.Name != "administrator"))
        {
            var manages = person.OnLab.HasFlag(LabRight.ManageResearchers);
            await chs.RefusesAsync(person.Actor, confirm, manages ? "rights.not_yours_to_give" : "access.forbidden");
        }

        var script = await chs.BearerAsync(world.Researcher, new TokenScope(true, false, []));
        await chs.RefusesAsync(script, confirm, "account.needs_session");
        await chs.RefusesAsync(await chs.BearerAsync(made.Key!), confirm, "account.needs_session");
        await chs.RefusesAsync(world.Parent, confirm, "access.forbidden");
        await chs.RefusesAsync(
            world.Researcher,
            new ConfirmLabToken(world.Lab.Uuid, Guid.NewGuid()),
            "token.not_found"
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_hand_over_of_the_lab_passes_its_keys_on_to_the_receiver_who_is_told(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await KeyAsync(chs, world);
        await chs.SucceedsAsync(world.Researcher, new HandOver(null, world.Outsider.Id));
        // Their rights may be more than it had, and the leaver still knows it.
        await chs.RefusesKeyAsync(key);
        Assert.Empty(await chs.DeliverMailsAsync<LabTokenNotices>(Losses));
        Assert.Equal(
            "outsider@test.chs",
            Assert.Single(await chs.DeliverMailsAsync<LabTokenNotices>(nameof(LabTokenHandedOver))).To
        );
        var listed = Assert.Single(await chs.ItemsAsync(world.Outsider, List(world)));
        Assert.Equal((world.Outsider.Id, true), (listed.KeptBy!.Id, listed.NeedsConfirmation));
        await ConfirmAsync(chs, world, world.Outsider);
        await chs.BearerAsync(key);
    }

    /// <summary>Whoever was taken off a study could get its data back by the rights of the receiver.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Who_keeps_the_roles_that_they_hand_over_keeps_the_keys(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await KeyAsync(chs, world);
        await chs.SucceedsAsync(world.Researcher, new HandOver(null, world.Outsider.Id, AreRolesKept: true));
        var listed = Assert.Single(await chs.ItemsAsync(world.Outsider, List(world)));
        Assert.Equal((world.Researcher.Id, false), (listed.KeptBy!.Id, listed.NeedsConfirmation));
        await chs.BearerAsync(key);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_hand_over_passes_no_key_to_who_could_not_answer_for_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        var key = await KeyAsync(chs, world);
        await chs.SucceedsAsync(world.Outsider, new SetLabRole(world.Lab.Uuid, world.Researcher.Id, LabRole.Member));
        var heir = await chs.AddResearcherAsync("heir");
        var administrator = world.Reviewer with { Rights = SiteRights.All };
        await chs.SucceedsAsync(administrator, new HandOver(world.Researcher.Id, heir.Id, Labs: [world.Lab.Uuid]));
        await chs.RefusesKeyAsync(key);
        var listed = Assert.Single(await chs.ItemsAsync(world.Outsider, List(world)));
        Assert.Equal(world.Researcher.Id, listed.KeptBy!.Id);
        Assert.DoesNotContain(nameof(LabTokenHandedOver), await chs.OutboxKindsAsync());
    }

    /// <summary>Its keeper had lost it before, so there is nothing to pass on.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_hand_over_revives_no_key_that_waits(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        var key = await KeyAsync(chs, world);
        await chs.SucceedsAsync(world.Outsider, new SetLabRole(world.Lab.Uuid, world.Researcher.Id, LabRole.Guest));
        await chs.DeliverMailsAsync<LabTokenNotices>(Losses);
        var administrator = world.Reviewer with { Rights = SiteRights.All };
        var handOver = new HandOver(world.Researcher.Id, world.Outsider.Id, Labs: [world.Lab.Uuid]);
        await chs.SucceedsAsync(administrator, handOver);
        await chs.RefusesKeyAsync(key);
        await ConfirmAsync(chs, world, world.Outsider);
        await chs.BearerAsync(key);
    }

    /// <summary>A mail server that is away delays what the lab is told, and nothing else.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_confirms_a_key_before_the_mails_are_sent_has_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        var key = await KeyAsync(chs, world);
        await chs.DeliverMailsAsync<LabTokenNotices>(Losses);
        await chs.SucceedsAsync(world.Outsider, new SetLabRole(world.Lab.Uuid, world.Researcher.Id, LabRole.Guest));
        await ConfirmAsync(chs, world, world.Outsider);
        Assert.Empty(await chs.DeliverMailsAsync<LabTokenNotices>(Losses));
        await chs.BearerAsync(key);
    }

    /// <summary>Warnings aren't held back: a thief could use up a limit with dull ones first.</summary>
    [Theory, OnSqlite]
    public async Task Each_new_key_is_told(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        for (var i = 0; i < MailLimits.MailsOfOneKind + 2; i++)
            await KeyAsync(chs, world);
        var mails = await chs.DeliverMailsAsync<LabTokenNotices>(nameof(LabTokenCreated));
        Assert.Equal(MailLimits.MailsOfOneKind + 2, mails.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_is_as_good_as_the_log_in_that_confirms_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await KeyAsync(chs, world);
        await chs.WithAsync(db => db.LabTokens.ExecuteUpdateAsync(set => set.SetProperty(t => t.IsTwoFactor, true)));
        await ConfirmAsync(chs, world, world.Researcher);
        Assert.False(Assert.Single(await chs.ItemsAsync(world.Researcher, List(world))).HasSecondFactor);

        var session = await chs.LogInAsync("researcher@test.chs");
        await chs.WithAsync(db => db.Credentials.ExecuteUpdateAsync(set => set.SetProperty(c => c.IsTwoFactor, true)));
        var actor = (await chs.AnswerAsync(null, new Authenticate(session, CredentialKind.Session))).Actor;
        await ConfirmAsync(chs, world, actor);
        Assert.True(Assert.Single(await chs.ItemsAsync(world.Researcher, List(world))).HasSecondFactor);
    }

    /// <summary>Staff who manage all labs answer for a key as long as they have that right.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_stops_when_its_maker_loses_the_right_on_all_labs(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var user = Some.User("staff@site.example", researcher: true);
        user.ReplaceRights(SiteRights.All);
        var staff = await chs.AddAsync(user);
        var key = (await chs.AnswerAsync(staff, New(world, LabRole.Readonly))).Key!;
        await chs.BearerAsync(key);
        var administrator = world.Reviewer with { Rights = SiteRights.All };
        await chs.WithAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Id == world.Reviewer.Key)).MakeSuperuser();
            return await db.SaveChangesAsync(default);
        });
        await chs.SucceedsAsync(administrator, new UpdateAccountRights(staff.Id, new SiteRightsInput(), null));
        await chs.RefusesKeyAsync(key);
        Assert.Equal("researcher@test.chs", Assert.Single(await chs.DeliverMailsAsync<LabTokenNotices>(Losses)).To);
    }

    /// <summary>Otherwise whoever was taken off a study would go on reading its data with the key.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_may_do_no_more_with_a_study_than_its_keeper(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.Analysis);
        var request = New(world, LabRole.Readonly, StudyRole.Analysis, world.Study.Uuid);
        var key = (await chs.AnswerAsync(world.Outsider, request)).Key!;
        var read = new ReadResponse(world.Study.Uuid, response);
        await chs.SucceedsAsync(await chs.BearerAsync(key), read);

        await chs.SucceedsAsync(world.Researcher, new RemoveStudyResearcher(world.Study.Uuid, world.Outsider.Id));
        await chs.RefusesAsync(await chs.BearerAsync(key), read, "response.not_found");
        await chs.SucceedsAsync(await chs.BearerAsync(key), new ReadStudy(world.Study.Uuid));
        await ConfirmAsync(chs, world, world.Researcher);
        await chs.SucceedsAsync(await chs.BearerAsync(key), read);
    }

    /// <summary>Managers of the lab may end what they couldn't make; the site's staff only what they could.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_is_revoked_by_managers_of_the_lab_and_by_staff_who_may_do_what_it_may(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var world = scene.World;
        foreach (var person in scene.People)
        {
            var made = await chs.AnswerAsync(
                world.Researcher,
                New(world, LabRole.Readonly, StudyRole.Analysis, world.Study.Uuid)
            );
            var revoke = new RevokeLabToken(world.Lab.Uuid, made.Token.Id);
            var managesLab = person.InLab is LabRole.Admin;
            if (managesLab || person.Actor.Rights == SiteRights.All)
                await chs.SucceedsAsync(person.Actor, revoke);
            else if (person.OnLab.HasFlag(LabRight.ManageResearchers))
                Assert.Contains(
                    "readResponses",
                    (await chs.RefusesAsync(person.Actor, revoke, "rights.not_yours_to_take")).Message
                );
            else
                await chs.RefusesAsync(person.Actor, revoke, "access.forbidden");
        }
    }

    static CreateLabToken New(World world, LabRole role, StudyRole? inStudies = null, params Guid[] studies) =>
        new(world.Lab.Uuid, "script", role, inStudies, null, new TokenScope(false, false, studies));

    static async Task<string> KeyAsync(TestChs chs, World world) =>
        (await chs.AnswerAsync(world.Researcher, New(world, LabRole.Admin))).Key!;

    static ListLabTokens List(World world) => new() { LabId = world.Lab.Uuid };

    static Task<int> LeaveAsync(TestChs chs, World world) =>
        chs.WithAsync(db => db.LabMemberships.Where(m => m.UserId == world.Researcher.Key).ExecuteDeleteAsync());

    static async Task ConfirmAsync(TestChs chs, World world, Actor actor)
    {
        var listed = Assert.Single(await chs.ItemsAsync(actor, List(world)));
        await chs.SucceedsAsync(actor, new ConfirmLabToken(world.Lab.Uuid, listed.Id));
    }
}
