using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Application.Tests.Access;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>A leaver's labs and studies go to somebody else in one step, and nobody gets more by it than they may.</summary>
public class HandOverTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_hands_anything_over_to_themselves(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        foreach (var person in scene.People)
        {
            var fromAdmin = new HandOver(scene.Admin.Id, person.Actor.Id);
            await chs.RefusesAsync(person.Actor, fromAdmin, "rights.not_to_yourself");
            await chs.RefusesAsync(person.Actor, new HandOver(null, person.Actor.Id), "rights.not_to_yourself");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_site_administrators_hand_over_what_others_have(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var all = new HandOver(scene.Admin.Id, scene.Stranger.Id);
        foreach (var person in scene.People.Where(p => p.Name != "administrator"))
        {
            // These two may edit accounts, but lack some of the rights that would be handed over.
            var edits = person.Actor.Rights.Has(SiteRight.EditUsers);
            var code = edits ? "rights.not_yours_to_give" : "access.forbidden";
            await chs.RefusesAsync(person.Actor, all, code);
        }

        await chs.RefusesAsync(scene.World.Parent, all, "access.forbidden");
        Assert.Empty(await scene.StudyRolesOfAsync(scene.Stranger));
        Assert.Empty(await scene.LabRolesOfAsync(scene.Stranger));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_manager_hands_over_the_role_of_a_manager_and_no_other(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var manager = scene.People.Single(p => p.InStudy is StudyRole.Manager).Actor;
        var study = scene.World.Study.Uuid;
        await chs.RefusesAsync(
            manager,
            new HandOver(scene.Admin.Id, scene.Colleague.Id, Studies: [study]),
            "access.forbidden"
        );
        await chs.SucceedsAsync(manager, new HandOver(null, scene.Colleague.Id, Studies: [study]));
        Assert.Equal([StudyRole.Manager], await scene.StudyRolesOfAsync(scene.Colleague));
        Assert.Empty(await scene.StudyRolesOfAsync(manager));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_does_not_manage_the_researchers_hands_nothing_over_there(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var study = scene.World.Study.Uuid;
        var lab = scene.World.Lab.Uuid;
        foreach (var person in scene.People.Where(p => p.InStudy is not null || p.InLab is not null))
        {
            var managesStudy = person.OnStudy.HasFlag(StudyRight.ManageResearchers);
            var managesLab = person.OnLab.HasFlag(LabRight.ManageResearchers);
            if (managesStudy || managesLab)
                continue;
            if (person.InStudy is not null)
                await chs.RefusesAsync(
                    person.Actor,
                    new HandOver(null, scene.Colleague.Id, Studies: [study]),
                    "access.forbidden"
                );
            await chs.RefusesAsync(
                person.Actor,
                new HandOver(null, scene.Stranger.Id, Labs: [lab]),
                "access.forbidden"
            );

            var nothing = await chs.AnswerAsync(person.Actor, new HandOver(null, scene.Stranger.Id));
            Assert.Empty(nothing.Labs);
            Assert.Empty(nothing.Studies);
            Assert.NotEmpty(nothing.Kept);
        }

        Assert.Empty(await scene.StudyRolesOfAsync(scene.Colleague));
        Assert.Empty(await scene.LabRolesOfAsync(scene.Stranger));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Passes_on_everything_in_one_step(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var second = await chs.CreateStudyAsync(
            world,
            new StudyInput { Name = "Second", ContactInfo = "researcher@test.chs" }
        );
        var before = (await chs.OutboxKindsAsync()).Count;

        var handed = await chs.AnswerAsync(world.Researcher, new HandOver(null, world.Outsider.Id));

        Assert.Equal([(world.Lab.Uuid, "admin")], handed.Labs.Select(lab => (lab.Id, lab.Role)));
        Assert.Equal(
            new[] { (world.Study.Uuid, "admin"), (second, "admin") }.Order(),
            handed.Studies.Select(study => (study.Id, study.Role)).Order()
        );
        Assert.Empty(handed.Kept);
        Assert.Equal(["contact_address"], handed.Warnings.Select(warning => warning.Code));
        Assert.Equal(StudyRole.Admin, await RoleInAsync(chs, world.Outsider, second));
        Assert.Null(await RoleInAsync(chs, world.Researcher, second));
        await chs.RefusesAsync(world.Researcher, new ReadStudy(second), "study.not_found");
        await chs.SucceedsAsync(world.Outsider, new SetLabRole(world.Lab.Uuid, world.Researcher.Id, LabRole.Guest));

        var kinds = (await chs.OutboxKindsAsync()).Skip(before).ToList();
        Assert.Single(kinds, kind => kind == nameof(RolesHandedOver));
        Assert.Single(kinds, kind => kind == nameof(LabHandedOver));
        Assert.Equal(2, kinds.Count(kind => kind == nameof(StudyHandedOver)));
        var audited = await chs.WithAsync(db =>
            db.Audit.Where(entry => entry.Action == "study handed over").Select(entry => entry.Subject).ToListAsync()
        );
        Assert.Equal(new Guid?[] { world.Study.Uuid, second }.Order(), audited.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_administrator_passes_on_what_a_closed_account_left(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var administrator = scene.People.Single(p => p.Name == "administrator").Actor;
        await scene.CloseAsync(scene.Admin);
        await chs.SucceedsAsync(administrator, new HandOver(scene.Admin.Id, scene.Stranger.Id));
        Assert.Equal([StudyRole.Admin], await scene.StudyRolesOfAsync(scene.Stranger));
        Assert.Equal([LabRole.Admin], await scene.LabRolesOfAsync(scene.Stranger));
        Assert.Empty(await scene.StudyRolesOfAsync(scene.Admin));
        Assert.Empty(await scene.LabRolesOfAsync(scene.Admin));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_receiver_gets_exactly_the_roles_of_the_leaver_beside_their_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var administrator = scene.People.Single(p => p.Name == "administrator").Actor;
        var receiver = scene.People.Single(p => p.InStudy is StudyRole.Design).Actor;
        var analyst = scene.People.Single(p => p.InStudy is StudyRole.Analysis).Actor;
        await chs.SucceedsAsync(administrator, new HandOver(analyst.Id, receiver.Id));
        Assert.Equal([StudyRole.Design, StudyRole.Analysis], (await scene.StudyRolesOfAsync(receiver)).Order());
        Assert.Equal([LabRole.Associate], await scene.LabRolesOfAsync(receiver));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_leaver_keeps_the_roles_when_asked_to(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        await chs.SucceedsAsync(scene.Admin, new HandOver(null, scene.Stranger.Id, AreRolesKept: true));
        Assert.Equal([StudyRole.Admin], await scene.StudyRolesOfAsync(scene.Admin));
        Assert.Equal([StudyRole.Admin], await scene.StudyRolesOfAsync(scene.Stranger));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_receivers_who_are_no_researchers_or_cannot_log_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        await chs.RefusesAsync(scene.Admin, new HandOver(null, scene.World.Parent.Id), "lab.not_a_researcher");
        await chs.RefusesAsync(scene.Admin, new HandOver(null, Guid.NewGuid()), "researcher.not_found");
        await scene.CloseAsync(scene.Stranger);
        await chs.RefusesAsync(scene.Admin, new HandOver(null, scene.Stranger.Id), "researcher.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hands_over_nothing_when_a_part_of_it_is_impossible(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var study = scene.World.Study.Uuid;
        var lab = scene.World.Lab.Uuid;
        var toStranger = new HandOver(null, scene.Stranger.Id, Studies: [study]);
        var refused = await chs.RefusesAsync(scene.Admin, toStranger, "study.not_in_the_lab");
        Assert.Contains(scene.World.Study.Details.Name, refused.Message, StringComparison.Ordinal);
        await chs.RefusesAsync(scene.Admin, toStranger with { Studies = [study, Guid.NewGuid()] }, "study.not_found");
        await chs.RefusesAsync(scene.Admin, toStranger with { Labs = [lab, Guid.NewGuid()] }, "lab.not_found");
        var nothing = toStranger with { Studies = [] };
        await chs.FindsFaultAsync(scene.Admin, nothing, "required");
        var toOneself = new HandOver(scene.Admin.Id, scene.Admin.Id);
        var administrator = scene.People.Single(p => p.Name == "administrator").Actor;
        await chs.FindsFaultAsync(administrator, toOneself, "same_person");
        Assert.Empty(await scene.StudyRolesOfAsync(scene.Stranger));
        Assert.Equal([StudyRole.Admin], await scene.StudyRolesOfAsync(scene.Admin));
        Assert.Equal([LabRole.Admin], await scene.LabRolesOfAsync(scene.Admin));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_the_second_factor_that_the_site_demands(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var without = scene.Admin with { LacksSecondFactor = true };
        await chs.RefusesAsync(without, new HandOver(null, scene.Stranger.Id), "account.second_factor_needed");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Closing_an_account_names_what_is_left_without_an_admin(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var administrator = world.Reviewer with { Rights = SiteRights.All };
        var close = new UpdateAccountStanding(world.Researcher.Id, false, false, "Left", null);
        var closed = await chs.AnswerAsync(administrator, close);
        Assert.Equal([world.Lab.Uuid], closed.OnlyAdminOfLabs.Select(lab => lab.Id));
        Assert.Equal([world.Study.Uuid], closed.OnlyAdminOfStudies.Select(study => study.Id));

        await chs.SucceedsAsync(administrator, new HandOver(world.Researcher.Id, world.Outsider.Id));
        var after = await chs.AnswerAsync(administrator, new ReadAccount(world.Researcher.Id));
        Assert.Empty(after.OnlyAdminOfLabs);
        Assert.Empty(after.OnlyAdminOfStudies);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Administrators_whom_nobody_appointed_are_listed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        foreach (var name in (string[])["imported", "confirmed", "closed"])
        {
            var user = Some.User($"{name}@site.example");
            user.MakeSuperuser();
            if (name == "closed")
                user.Moderate(new AccountStanding(false, false, ""), Some.DeedOf(user));
            await chs.AddAsync(user);
        }

        await chs.SucceedsAsync(null, new AppointReviewer("confirmed@site.example", AsAdministrator: true));
        var listed = await chs.AnswerAsync(null, new ListUnappointedAdministrators());
        var imported = await chs.WithAsync(db => db.Users.SingleAsync(u => u.Email == "imported@site.example"));
        Assert.Equal([imported.Uuid], listed);
        await chs.SucceedsAsync(null, new AppointReviewer($"{imported.Uuid}", AsAdministrator: true));
        Assert.Empty(await chs.AnswerAsync(null, new ListUnappointedAdministrators()));
    }

    static Task<StudyRole?> RoleInAsync(TestChs chs, Actor person, Guid study) =>
        chs.WithAsync(db =>
            db.StudyMemberships.Where(m =>
                    m.UserId == person.Key && db.Studies.Any(s => s.Id == m.StudyId && s.Uuid == study)
                )
                .MaxAsync(m => (StudyRole?)m.Role)
        );
}
