using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Access;

/// <summary>The other doors by which somebody could come to rights, or lose them, beside roles that are given.</summary>
public class RightsByOtherWaysTests
{
    const string NotYoursToGive = "rights.not_yours_to_give";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_site_administrator_appoints_an_admin_and_is_written_down(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var administrator = scene.People.Single(p => p.Name == "administrator").Actor;
        await chs.SucceedsAsync(administrator, new SetLabRole(scene.World.Lab.Uuid, scene.Stranger.Id, LabRole.Admin));
        await chs.SucceedsAsync(
            administrator,
            new SetStudyRole(scene.World.Study.Uuid, scene.Colleague.Id, StudyRole.Admin)
        );
        var written = await chs.WithAsync(db =>
            db.Audit.Where(entry => entry.Actor == administrator.Id).Select(entry => entry.Action).ToListAsync()
        );
        Assert.Equal(["lab role assigned", "study role assigned"], written.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_moves_a_study_gains_nothing_and_gives_no_more_than_they_have(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var other = await chs.CreateLabAsync(scene.Stranger, WorldSteps.LabNamed("Other"));
        await chs.SucceedsAsync(scene.World.Reviewer, new ApproveLab(other, null));
        // Would become the head of the lab that has the study now.
        var mover = scene.Stranger with
        {
            Rights = SiteRights.None with
            {
                OnStudies = StudyRight.ReadDetails | StudyRight.WriteDetails | StudyRight.ChangeLab,
            },
        };
        var move = new UpdateStudy(scene.World.Study.Uuid, new StudyInput { LabId = other }, null);
        var refused = await chs.RefusesAsync(mover, move, NotYoursToGive);
        Assert.Contains("manageResearchers", refused.Message, StringComparison.Ordinal);
        var lab = await chs.WithAsync(db => db.Studies.Select(s => s.LabId).SingleAsync());
        Assert.Equal(scene.World.Lab.Id, lab);

        await chs.SucceedsAsync(scene.Stranger, new SetLabRole(other, scene.Admin.Id, LabRole.Guest));
        await chs.SucceedsAsync(scene.Admin, move);
        var roles = await chs.WithAsync(db => db.StudyMemberships.Select(m => new { m.UserId, m.Role }).ToListAsync());
        var only = Assert.Single(roles);
        Assert.Equal((scene.Admin.Key, StudyRole.Admin), (only.UserId, only.Role));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_makes_or_copies_a_study_is_admin_of_the_new_one_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var member = scene.People.Single(p => p.InLab is LabRole.Member).Actor;
        var copy = await chs.AnswerAsync(member, new CloneStudy(scene.World.Study.Uuid, null));
        var made = await chs.AnswerAsync(
            member,
            new CreateStudy(scene.World.Lab.Uuid, new StudyInput { Name = "New" })
        );
        var roles = await chs.WithAsync(db =>
            (
                from membership in db.StudyMemberships
                join study in db.Studies on membership.StudyId equals study.Id
                where membership.UserId == member.Key || study.Id != scene.World.Study.Id
                select new
                {
                    study.Uuid,
                    membership.UserId,
                    membership.Role,
                }
            ).ToListAsync()
        );
        Assert.Equal(new[] { copy.Id, made.Id }.Order(), roles.Select(role => role.Uuid).Order());
        Assert.All(roles, role => Assert.Equal((member.Key, StudyRole.Admin), (role.UserId, role.Role)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_no_right_on_the_site_that_the_giver_lacks(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var right in EachSiteRight())
        {
            var without = new SiteRights(
                (SiteRight.All & ~right.Site) | SiteRight.EditUserPermissions,
                StudyRight.All & ~right.OnStudies,
                LabRight.All & ~right.OnLabs
            );
            var giver = world.Reviewer with { Rights = without };
            var give = new UpdateAccountRights(world.Parent.Id, SiteRightsInput.Of(right), null);
            var refused = await chs.RefusesAsync(giver, give, NotYoursToGive);
            Assert.Contains(SiteRightsInput.Of(right).InWords(), refused.Message, StringComparison.Ordinal);
            await chs.RefusesAsync(giver, give with { UserId = giver.Id }, "account.yourself");
        }

        Assert.Equal(SiteRights.None, (await chs.ReadUserAsync(world.Parent.Id)).Rights);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Opens_no_account_that_may_do_more(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var administrator = scene.People.Single(p => p.Name == "administrator").Actor;
        foreach (var person in scene.People.Where(p => !p.Actor.Rights.Covers(SiteRights.All)))
        {
            await chs.RefusesAsync(person.Actor, new ResetSecondFactor(administrator.Id), "access.forbidden");
            var close = new UpdateAccountStanding(administrator.Id, false, true, "", null);
            await chs.RefusesAsync(person.Actor, close, "access.forbidden");
            var disarm = new UpdateAccountRights(administrator.Id, new SiteRightsInput(), null);
            await chs.RefusesAsync(person.Actor, disarm, "access.forbidden");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_closes_a_studys_admin_names_no_successor(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var study = scene.World.Study.Uuid;
        var head = scene.People.Single(p => p.InLab is LabRole.Admin).Actor;
        var staff = head with { Rights = SiteRights.None with { Site = SiteRight.ViewUsers | SiteRight.EditUsers } };
        var appoint = new SetStudyRole(study, scene.Colleague.Id, StudyRole.Admin);
        await scene.CloseAsync(scene.People.Single(p => p.InStudy is StudyRole.Admin).Actor);
        await chs.SucceedsAsync(staff, new UpdateAccountStanding(scene.Admin.Id, false, false, "", null));
        await chs.RefusesAsync(staff, appoint, NotYoursToGive);
        await chs.RefusesAsync(head, appoint, NotYoursToGive);
        Assert.DoesNotContain(StudyRole.Admin, (await chs.AnswerAsync(staff, new ReadRights(study, null))).RolesToGive);

        // What somebody else writes about the account later doesn't change who closed it.
        var administrator = scene.People.Single(p => p.Name == "administrator").Actor;
        await chs.SucceedsAsync(administrator, new UpdateAccountStanding(scene.Admin.Id, false, false, "Why?", null));
        await chs.RefusesAsync(staff, appoint, NotYoursToGive);

        await chs.GiveLabRoleAsync(scene.World, scene.Stranger, LabRole.Admin);
        await chs.SucceedsAsync(scene.Stranger, appoint);
        Assert.Equal([StudyRole.Admin], await scene.StudyRolesOfAsync(scene.Colleague));
    }

    /// <summary>The rule above reads the log, whose words come from the names of events.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Who_closes_an_account_is_written_in_the_words_that_are_looked_for(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        await scene.CloseAsync(scene.Stranger);
        var words = await chs.WithAsync(db =>
            db.Audit.Where(e => e.Subject == scene.Stranger.Id && e.Actor == scene.Admin.Id)
                .Select(e => e.Action)
                .ToListAsync()
        );
        Assert.Contains(AuditEntry.AccountModerated, words);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_site_keeps_somebody_who_may_do_everything(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var first = await AddSuperuserAsync(chs, "first");
        var second = await AddSuperuserAsync(chs, "second");
        await chs.RefusesAsync(first, new UpdateAccountStanding(first.Id, false, false, "", null), "account.yourself");
        var both = await Task.WhenAll(
            Task.Run(() => chs.SendAsync(first, new UpdateAccountStanding(second.Id, false, false, "", null))),
            Task.Run(() => chs.SendAsync(second, new UpdateAccountStanding(first.Id, false, false, "", null)))
        );
        var refused = Assert.Single(both, outcome => outcome.Failed);
        Assert.Equal("account.last_administrator", refused.Error!.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_calls_a_lab_so_that_all_new_researchers_join_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new CreateLab(WorldSteps.LabNamed("Sandbox lab") with { ContactEmail = "sandbox@x.example" });
        await chs.RefusesAsync(world.Researcher, request, "lab.name_reserved");
        var rename = new UpdateLab(world.Lab.Uuid, request.Lab with { Name = "Demo lab" }, null);
        await chs.RefusesAsync(world.Researcher, rename, "lab.name_reserved");
        await chs.SucceedsAsync(world.Reviewer, request);
    }

    static IEnumerable<SiteRights> EachSiteRight()
    {
        foreach (var right in Enum.GetValues<SiteRight>().Where(r => r is not (SiteRight.None or SiteRight.All)))
            if (right is not SiteRight.EditUserPermissions)
                yield return SiteRights.None with
                {
                    Site = right,
                };
        foreach (var right in Enum.GetValues<StudyRight>().Where(r => r is not (StudyRight.None or StudyRight.All)))
            yield return SiteRights.None with
            {
                OnStudies = right,
            };
        foreach (var right in Enum.GetValues<LabRight>().Where(r => r is not (LabRight.None or LabRight.All)))
            yield return SiteRights.None with
            {
                OnLabs = right,
            };
    }

    static Task<Actor> AddSuperuserAsync(TestChs chs, string name)
    {
        var user = Some.User($"{name}@site.example");
        user.MakeSuperuser();
        return chs.AddAsync(user);
    }
}
