using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Access;

/// <summary>
/// Each role, and each kind of rights on the site, tries to give each role to itself and to others. What is expected is
/// derived from the tables of permissions alone.
/// </summary>
public class NobodyGivesRightsTheyLackTests
{
    const string NotToYourself = "rights.not_to_yourself";
    const string NotYoursToGive = "rights.not_yours_to_give";
    const string NotYoursToTake = "rights.not_yours_to_take";

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_others_roles_in_a_study_up_to_the_own_rights(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        foreach (var giver in scene.People)
        foreach (var role in Enum.GetValues<StudyRole>())
        {
            var isManager = giver.OnStudy.HasFlag(StudyRight.ManageResearchers);
            var isCovered = giver.OnStudy.HasFlag(Permissions.Of(role));
            var error = await TryAsync(chs, giver, new SetStudyRole(scene.World.Study.Uuid, scene.Colleague.Id, role));
            AssertAnswer(error, $"{giver} gives {role}", isManager, isCovered ? null : NotYoursToGive);
            var isGiven = (await scene.StudyRolesOfAsync(scene.Colleague)).Contains(role);
            Assert.True(isGiven == (isManager && isCovered), $"{giver} gives {role}: {isGiven}");
            await scene.ResetAsync();
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_nobody_a_role_in_a_study_themselves(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        foreach (var giver in scene.People)
        foreach (var role in Enum.GetValues<StudyRole>())
        {
            var isManager = giver.OnStudy.HasFlag(StudyRight.ManageResearchers);
            var own = giver.InStudy is { } held ? Permissions.Of(held) : StudyRight.None;
            var givesUp = own.HasFlag(Permissions.Of(role));
            var error = await TryAsync(chs, giver, new SetStudyRole(scene.World.Study.Uuid, giver.Actor.Id, role));
            AssertAnswer(error, $"{giver} takes {role}", isManager, givesUp ? null : NotToYourself);
            await scene.ResetAsync();
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_from_others_no_role_in_a_study_that_gives_more_than_the_own_rights(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var study = scene.World.Study.Uuid;
        foreach (var giver in scene.People)
        foreach (var other in scene.People.Where(p => p.InStudy is not null && p != giver))
        {
            var isManager = giver.OnStudy.HasFlag(StudyRight.ManageResearchers);
            var isCovered = giver.OnStudy.HasFlag(Permissions.Of(other.InStudy!.Value));
            var what = $"{giver} removes {other}";
            var removed = await TryAsync(chs, giver, new RemoveStudyResearcher(study, other.Actor.Id));
            AssertAnswer(removed, what, isManager, isCovered ? null : NotYoursToTake);
            await scene.ResetAsync();

            // The lowest role gives nothing that a manager lacks.
            var lowered = await TryAsync(chs, giver, new SetStudyRole(study, other.Actor.Id, StudyRole.Preview));
            var mayGive = giver.OnStudy.HasFlag(Permissions.Of(StudyRole.Preview));
            var refusal = mayGive ? NotYoursToTake : NotYoursToGive;
            var isSame = other.InStudy is StudyRole.Preview;
            AssertAnswer(lowered, $"{giver} lowers {other}", isManager, isSame || isCovered ? null : refusal);
            await scene.ResetAsync();
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_others_roles_in_a_lab_up_to_the_own_rights(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        foreach (var giver in scene.People)
        foreach (var role in Enum.GetValues<LabRole>())
        {
            var isManager = giver.OnLab.HasFlag(LabRight.ManageResearchers);
            var isCovered =
                giver.OnLab.HasFlag(Permissions.OnLab(role)) && giver.OnStudiesOfLab.HasFlag(Permissions.Of(role));
            var error = await TryAsync(chs, giver, new SetLabRole(scene.World.Lab.Uuid, scene.Stranger.Id, role));
            AssertAnswer(error, $"{giver} gives {role}", isManager, isCovered ? null : NotYoursToGive);
            var isGiven = (await scene.LabRolesOfAsync(scene.Stranger)).Contains(role);
            Assert.True(isGiven == (isManager && isCovered), $"{giver} gives {role}: {isGiven}");
            await scene.ResetAsync();
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_nobody_a_role_in_a_lab_themselves(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        foreach (var giver in scene.People)
        foreach (var role in Enum.GetValues<LabRole>())
        {
            var isManager = giver.OnLab.HasFlag(LabRight.ManageResearchers);
            var givesUp =
                giver.InLab is { } held
                && Permissions.OnLab(held).HasFlag(Permissions.OnLab(role))
                && Permissions.Of(held).HasFlag(Permissions.Of(role));
            var error = await TryAsync(chs, giver, new SetLabRole(scene.World.Lab.Uuid, giver.Actor.Id, role));
            AssertAnswer(error, $"{giver} takes {role}", isManager, givesUp ? null : NotToYourself);
            await scene.ResetAsync();
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_from_others_no_role_in_a_lab_that_gives_more_than_the_own_rights(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        foreach (var giver in scene.People)
        foreach (var other in scene.People.Where(p => p.InLab is not null && p != giver))
        {
            var role = other.InLab!.Value;
            var isManager = giver.OnLab.HasFlag(LabRight.ManageResearchers);
            var isCovered =
                giver.OnLab.HasFlag(Permissions.OnLab(role)) && giver.OnStudiesOfLab.HasFlag(Permissions.Of(role));
            var removed = await TryAsync(chs, giver, new RemoveLabMember(scene.World.Lab.Uuid, other.Actor.Id));
            AssertAnswer(removed, $"{giver} removes {other}", isManager, isCovered ? null : NotYoursToTake);
            await scene.ResetAsync();
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Offers_the_roles_that_can_be_given_and_no_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var study = scene.World.Study.Uuid;
        foreach (var giver in scene.People.Where(p => p.OnStudy.HasFlag(StudyRight.ReadDetails)))
        {
            var given = Enum.GetValues<StudyRole>()
                .Where(role =>
                    giver.OnStudy.HasFlag(StudyRight.ManageResearchers) && giver.OnStudy.HasFlag(Permissions.Of(role))
                )
                .ToList();
            var rights = await chs.AnswerAsync(giver.Actor, new ReadRights(study, null));
            Assert.Equal(given, rights.RolesToGive);
            var candidates = await chs.ItemsAsync(
                giver.Actor,
                new ListStudyResearchers { StudyId = study, AreCandidates = true }
            );
            Assert.Equal(given, candidates.Single(item => item.AccountId == scene.Colleague.Id).RolesToGive);
            var people = await chs.ItemsAsync(giver.Actor, new ListStudyResearchers { StudyId = study });
            var admin = people.Single(item => item.AccountId == scene.Admin.Id);
            Assert.Equal(given.Contains(StudyRole.Admin), admin.IsRemovable);
        }

        foreach (var giver in scene.People.Where(p => p.OnLab.HasFlag(LabRight.ListResearchers)))
        {
            var given = Enum.GetValues<LabRole>()
                .Where(role =>
                    giver.OnLab.HasFlag(LabRight.ManageResearchers | Permissions.OnLab(role))
                    && giver.OnStudiesOfLab.HasFlag(Permissions.Of(role))
                )
                .ToList();
            var lab = await chs.AnswerAsync(giver.Actor, new ReadLab(scene.World.Lab.Uuid));
            Assert.Equal(given, lab.RolesToGive);
            var members = await chs.ItemsAsync(giver.Actor, new ListLabMembers { LabId = scene.World.Lab.Uuid });
            var admin = members.Single(item => item.AccountId == scene.Admin.Id);
            Assert.Equal(given.Contains(LabRole.Admin), admin.IsRemovable);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_manager_comes_by_no_way_to_the_data(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var study = scene.World.Study.Uuid;
        var manager = scene.People.Single(p => p.InStudy is StudyRole.Manager).Actor;
        await chs.RefusesAsync(manager, new SetStudyRole(study, manager.Id, StudyRole.Admin), NotToYourself);
        await chs.RefusesAsync(manager, new RemoveStudyResearcher(study, scene.Admin.Id), NotYoursToTake);
        StudyRoleEntry[] both =
        [
            new() { AccountId = scene.Colleague.Id, Role = StudyRole.Preview },
            new() { AccountId = manager.Id, Role = StudyRole.Researcher },
        ];
        var fault = await chs.FindsFaultAsync(manager, new SetStudyRoles(study, both), NotToYourself);
        Assert.Equal("/roles/1/accountId", fault.Pointer);
        Assert.Empty(await scene.StudyRolesOfAsync(scene.Colleague));

        await chs.SucceedsAsync(manager, new RemoveStudyResearcher(study, manager.Id));
        await chs.RefusesAsync(manager, new SetStudyRole(study, manager.Id, StudyRole.Manager), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Names_the_rights_that_are_lacking(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var manager = scene.People.Single(p => p.InStudy is StudyRole.Manager).Actor;
        var toAnalyst = new SetStudyRole(scene.World.Study.Uuid, scene.Colleague.Id, StudyRole.Analysis);
        var refused = await chs.RefusesAsync(manager, toAnalyst, NotYoursToGive);
        Assert.Equal(ErrorKind.Forbidden, refused.Kind);
        Assert.EndsWith("you lack readResponses.", refused.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_runs_the_lab_fills_the_place_of_an_admin_who_left_with_somebody_else_of_the_lab(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var study = scene.World.Study.Uuid;
        var head = scene.People.Single(p => p.InLab is LabRole.Admin).Actor;
        var manager = scene.People.Single(p => p.InStudy is StudyRole.Manager).Actor;
        var appoint = new SetStudyRole(study, scene.Colleague.Id, StudyRole.Admin);
        await chs.RefusesAsync(head, appoint, NotYoursToGive);

        await scene.CloseAsync(scene.Admin);
        // Another admin can still log in.
        await chs.RefusesAsync(head, appoint, NotYoursToGive);
        await scene.CloseAsync(scene.People.Single(p => p.InStudy is StudyRole.Admin).Actor);

        await chs.RefusesAsync(manager, appoint, NotYoursToGive);
        await chs.RefusesAsync(head, new SetStudyRole(study, head.Id, StudyRole.Admin), NotToYourself);
        await chs.RefusesAsync(head, appoint with { Role = StudyRole.Researcher }, NotYoursToGive);
        await chs.RefusesAsync(head, appoint with { UserId = scene.Stranger.Id }, "study.not_in_the_lab");
        Assert.Contains(StudyRole.Admin, (await chs.AnswerAsync(head, new ReadRights(study, null))).RolesToGive);

        await chs.SucceedsAsync(head, appoint);
        Assert.Equal([StudyRole.Admin], await scene.StudyRolesOfAsync(scene.Colleague));
        var second = new SetStudyRole(study, manager.Id, StudyRole.Admin);
        await chs.RefusesAsync(head, second, NotYoursToGive);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_runs_the_lab_makes_no_such_place(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var scene = await RoleScene.MakeAsync(chs);
        var head = scene.People.Single(p => p.InLab is LabRole.Admin).Actor;
        var study = scene.World.Study.Uuid;
        var lab = scene.World.Lab.Uuid;
        await chs.SucceedsAsync(head, new MoveStudy(study, StudyTrigger.Archive, "", null));
        var second = scene.People.Single(p => p.InStudy is StudyRole.Admin).Actor;
        await chs.SucceedsAsync(head, new RemoveLabMember(lab, second.Id));
        await chs.RefusesAsync(head, new RemoveLabMember(lab, scene.Admin.Id), "study.last_admin");
    }

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
            Assert.Contains(SiteRightsInput.Of(right).AllNames()[0], refused.Message, StringComparison.Ordinal);
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

    static async Task<Error?> TryAsync<T>(TestChs chs, RoleScene.Person who, MediatR.IRequest<T> request)
        where T : IOutcome<T> => (await chs.SendAsync(who.Actor, request)).Error;

    /// <param name="isManager">Whether the person may give roles at all.</param>
    /// <param name="expected">The refusal of somebody who may; null: success.</param>
    static void AssertAnswer(Error? error, string what, bool isManager, string? expected)
    {
        var actual = error?.Code ?? "success";
        if (isManager)
            Assert.True(actual == (expected ?? "success"), $"{what}: {actual} instead of {expected ?? "success"}");
        else
            Assert.True(actual is "access.forbidden" or "study.not_found", $"{what}: {actual}");
    }
}
