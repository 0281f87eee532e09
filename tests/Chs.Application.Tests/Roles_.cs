using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Who belongs to labs and studies, and that an admin always remains.</summary>
public class Roles_
{
    static async Task<Actor> ResearcherAsync(TestChs chs, string name) =>
        await chs.WithAsync(async db =>
        {
            var user = Some.User($"{name}@uni.example", researcher: true);
            db.Users.Add(user);
            await db.SaveChangesAsync(default);
            return Some.ActorOf(user);
        });

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_given_and_taken_by_whoever_manages_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = world.Lab.Uuid;
        var ada = await ResearcherAsync(chs, "ada");
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent, ada])
        {
            await chs.RefusesAsync(stranger, new SetLabRole(lab, ada.Id, LabRole.Admin), "access.forbidden");
            await chs.RefusesAsync(stranger, new ListLabMembers { LabId = lab }, "access.forbidden");
            await chs.RefusesAsync(stranger, new RemoveLabMember(lab, world.Researcher.Id), "access.forbidden");
            await chs.RefusesAsync(stranger, new UpdateLab(lab, Input("Mine"), null), "access.forbidden");
        }

        await chs.RefusesAsync(world.Parent, new RequestToJoinLab(lab), "access.forbidden");
        await chs.SucceedsAsync(ada, new RequestToJoinLab(lab));
        await chs.SucceedsAsync(ada, new RequestToJoinLab(lab));
        var asked = (await chs.AnswerAsync(world.Researcher, new ListLabMembers { LabId = lab })).Items.Single(m =>
            m.UserId == ada.Id
        );
        Assert.Equal((true, (LabRole?)null), (asked.HasAsked, asked.Role));

        await chs.SucceedsAsync(world.Researcher, new SetLabRole(lab, ada.Id, LabRole.Guest));
        await chs.SucceedsAsync(world.Researcher, new SetLabRole(lab, ada.Id, LabRole.Member));
        var member = (await chs.AnswerAsync(ada, new ListLabMembers { LabId = lab })).Items.Single(m =>
            m.UserId == ada.Id
        );
        Assert.Equal((false, (LabRole?)LabRole.Member), (member.HasAsked, member.Role));
        Assert.Equal(1, await chs.WithAsync(db => db.LabMemberships.CountAsync(m => m.UserId == ada.Key)));
        await chs.RefusesAsync(
            world.Researcher,
            new SetLabRole(lab, world.Parent.Id, LabRole.Guest),
            "lab.not_a_researcher"
        );
        await chs.RefusesAsync(
            world.Researcher,
            new SetLabRole(lab, Guid.NewGuid(), LabRole.Guest),
            "researcher.not_found"
        );
        await chs.RefusesAsync(world.Researcher, new RemoveLabMember(lab, world.Parent.Id), "researcher.not_found");
        await chs.SucceedsAsync(ada, new RemoveLabMember(lab, ada.Id)); // everybody may leave
        await chs.RefusesAsync(ada, new ListLabMembers { LabId = lab }, "access.forbidden");
    }

    static LabInput Input(string name) =>
        new()
        {
            Name = name,
            Institution = "",
            PrincipalInvestigator = "PI",
            ContactEmail = "lab@test.chs",
            Slug = "sunny",
        };

    [Theory, OnSqlite, OnPostgres]
    public async Task Leave_an_admin_in_every_lab_also_when_two_resign_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = world.Lab.Uuid;
        await chs.RefusesAsync(
            world.Researcher,
            new SetLabRole(lab, world.Researcher.Id, LabRole.Member),
            "lab.last_admin"
        );
        await chs.RefusesAsync(world.Researcher, new RemoveLabMember(lab, world.Researcher.Id), "lab.last_admin");
        var ada = await ResearcherAsync(chs, "ada");
        await chs.SendAsync(world.Researcher, new SetLabRole(lab, ada.Id, LabRole.Admin));
        var both = await Task.WhenAll(
            Task.Run(() => chs.SendAsync(world.Researcher, new SetLabRole(lab, world.Researcher.Id, LabRole.Guest))),
            Task.Run(() => chs.SendAsync(ada, new SetLabRole(lab, ada.Id, LabRole.Guest)))
        );
        Assert.Equal(
            1,
            await chs.WithAsync(db =>
                db.LabMemberships.CountAsync(m => m.LabId == world.Lab.Id && m.Role == LabRole.Admin)
            )
        );
        Assert.Single(both, outcome => outcome.Failed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task In_studies_are_for_members_of_the_lab_and_leave_an_admin(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var (lab, study) = (world.Lab.Uuid, world.Study.Uuid);
        var ada = await ResearcherAsync(chs, "ada");
        await chs.RefusesAsync(
            world.Researcher,
            new SetStudyRole(study, ada.Id, StudyRole.Design),
            "study.not_in_the_lab"
        );
        await chs.SendAsync(world.Researcher, new SetLabRole(lab, ada.Id, LabRole.Guest));
        await chs.RefusesAsync(ada, new SetStudyRole(study, ada.Id, StudyRole.Admin), "study.not_found"); // guests see no study
        Assert.Equal(
            [ada.Id],
            (
                await chs.AnswerAsync(world.Researcher, new ListStudyResearchers { StudyId = study, Candidates = true })
            ).Items.Select(c => c.UserId)
        );
        await chs.SucceedsAsync(world.Researcher, new SetStudyRole(study, ada.Id, StudyRole.Preview));
        await chs.RefusesAsync(ada, new SetStudyRole(study, ada.Id, StudyRole.Admin), "access.forbidden");
        await chs.RefusesAsync(ada, new RemoveStudyResearcher(study, world.Researcher.Id), "access.forbidden");
        await chs.RefusesAsync(
            world.Researcher,
            new SetStudyRole(study, world.Researcher.Id, StudyRole.Manager),
            "study.last_admin"
        );
        await chs.RefusesAsync(
            world.Researcher,
            new RemoveStudyResearcher(study, world.Researcher.Id),
            "study.last_admin"
        );
        Assert.Equal(
            "study.last_admin",
            (await chs.SendAsync(world.Reviewer, new RemoveLabMember(lab, world.Researcher.Id))).Error
                is { Code: "lab.last_admin" }
                ? "study.last_admin"
                : "no"
        );

        // Out of the lab is out of its studies.
        await chs.SucceedsAsync(world.Researcher, new RemoveLabMember(lab, ada.Id));
        await chs.RefusesAsync(ada, new ReadStudy(study), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Say_why_somebody_may_do_something(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = world.Study.Uuid;
        var own = await chs.AnswerAsync(world.Researcher, new ReadRights(study, null));
        Assert.Equal(
            ["role 'admin' in the study", "role 'admin' in the lab"],
            own.Rights.Single(r => r.Right == "writeDetails").Because
        );
        Assert.Equal(
            (false, 0),
            (
                own.Rights.Single(r => r.Right == "review").IsHeld,
                own.Rights.Single(r => r.Right == "review").Because.Count
            )
        );
        Assert.Equal(
            "right on every study of the site",
            Assert.Single(
                (await chs.AnswerAsync(world.Reviewer, new ReadRights(study, null)))
                    .Rights.Single(r => r.Right == "review")
                    .Because
            )
        );
        // Each right that is said to be held is held.
        foreach (var right in own.Rights)
            Assert.Equal(
                right.IsHeld,
                (Permissions.Of(StudyRole.Admin) | Permissions.Of(LabRole.Admin)).HasFlag(
                    Enum.Parse<StudyRight>(right.Right, ignoreCase: true)
                )
            );
        await chs.RefusesAsync(world.Outsider, new ReadRights(study, null), "study.not_found");
        await chs.RefusesAsync(world.Reviewer, new ReadRights(study, world.Researcher.Id), "access.forbidden");
        await chs.RefusesAsync(world.Researcher, new ReadRights(study, world.Parent.Id), "researcher.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Edits_of_a_lab_never_overwrite_each_other(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = world.Lab.Uuid;
        var version = (await chs.AnswerAsync(world.Researcher, new ReadLab(lab))).Version;
        Assert.Equal(
            "Sunny",
            (await chs.AnswerAsync(world.Researcher, new UpdateLab(lab, Input("Sunny"), version))).Name
        );
        await chs.RefusesAsync(world.Researcher, new UpdateLab(lab, Input("Rainy"), version), "version.stale");
        var other = await ResearcherAsync(chs, "ada");
        await chs.RefusesAsync(
            other,
            new CreateLab(Input("Other") with { ContactEmail = "other@test.chs" }),
            "lab.slug_taken"
        );
        Assert.Equal(
            "not_a_slug",
            (await chs.SendAsync(other, new CreateLab(Input("Other") with { Slug = "Über uns" }))).Error?.Faults[0].Code
        );
    }
}
