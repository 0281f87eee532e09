using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
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
