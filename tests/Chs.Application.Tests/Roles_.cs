using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Roles in labs and studies, of which an admin always remains.</summary>
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
    public async Task Are_hidden_and_kept_from_strangers(DatabaseProvider on)
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
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_asked_for_given_and_taken(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = world.Lab.Uuid;
        var ada = await ResearcherAsync(chs, "ada");
        await chs.RefusesAsync(world.Parent, new RequestToJoinLab(lab), "access.forbidden");
        await chs.SucceedsAsync(ada, new RequestToJoinLab(lab));
        await chs.SucceedsAsync(ada, new RequestToJoinLab(lab));
        var asking = await MemberAsync(world.Researcher);
        Assert.Equal((true, (LabRole?)null), (asking.HasAsked, asking.Role));

        await chs.SucceedsAsync(world.Researcher, new SetLabRole(lab, ada.Id, LabRole.Guest));
        await chs.SucceedsAsync(world.Researcher, new SetLabRole(lab, ada.Id, LabRole.Member));
        var member = await MemberAsync(ada);
        Assert.Equal((false, (LabRole?)LabRole.Member), (member.HasAsked, member.Role));
        Assert.Equal(1, await chs.WithAsync(db => db.LabMemberships.CountAsync(m => m.UserId == ada.Key)));
        // Every member may leave.
        await chs.SucceedsAsync(ada, new RemoveLabMember(lab, ada.Id));
        await chs.RefusesAsync(ada, new ListLabMembers { LabId = lab }, "access.forbidden");

        async Task<LabMemberItem> MemberAsync(Actor reader)
        {
            var members = await chs.AnswerAsync(reader, new ListLabMembers { LabId = lab });
            return members.Items.Single(m => m.UserId == ada.Id);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_for_researchers_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = world.Lab.Uuid;
        var toParent = new SetLabRole(lab, world.Parent.Id, LabRole.Guest);
        await chs.RefusesAsync(world.Researcher, toParent, "lab.not_a_researcher");
        var toNobody = new SetLabRole(lab, Guid.NewGuid(), LabRole.Guest);
        await chs.RefusesAsync(world.Researcher, toNobody, "researcher.not_found");
        await chs.RefusesAsync(world.Researcher, new RemoveLabMember(lab, world.Parent.Id), "researcher.not_found");
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
    public async Task In_studies_are_for_members_of_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = world.Lab.Uuid;
        var study = world.Study.Uuid;
        var ada = await ResearcherAsync(chs, "ada");
        var design = new SetStudyRole(study, ada.Id, StudyRole.Design);
        await chs.RefusesAsync(world.Researcher, design, "study.not_in_the_lab");
        await chs.SendAsync(world.Researcher, new SetLabRole(lab, ada.Id, LabRole.Guest));
        // Guests don't see the lab's studies.
        await chs.RefusesAsync(ada, new SetStudyRole(study, ada.Id, StudyRole.Admin), "study.not_found");
        var candidates = new ListStudyResearchers { StudyId = study, Candidates = true };
        var listed = (await chs.AnswerAsync(world.Researcher, candidates)).Items;
        Assert.Equal([ada.Id], listed.Select(candidate => candidate.UserId));

        await chs.SucceedsAsync(world.Researcher, new SetStudyRole(study, ada.Id, StudyRole.Preview));
        await chs.RefusesAsync(ada, new SetStudyRole(study, ada.Id, StudyRole.Admin), "access.forbidden");
        await chs.RefusesAsync(ada, new RemoveStudyResearcher(study, world.Researcher.Id), "access.forbidden");
        // Whoever is removed from the lab loses the roles in its studies.
        await chs.SucceedsAsync(world.Researcher, new RemoveLabMember(lab, ada.Id));
        await chs.RefusesAsync(ada, new ReadStudy(study), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task In_studies_leave_an_admin(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = world.Study.Uuid;
        var resign = new SetStudyRole(study, world.Researcher.Id, StudyRole.Manager);
        await chs.RefusesAsync(world.Researcher, resign, "study.last_admin");
        var leave = new RemoveStudyResearcher(study, world.Researcher.Id);
        await chs.RefusesAsync(world.Researcher, leave, "study.last_admin");
        var leaveLab = new RemoveLabMember(world.Lab.Uuid, world.Researcher.Id);
        await chs.RefusesAsync(world.Reviewer, leaveLab, "lab.last_admin");
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
        // The answer agrees with the table of permissions.
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
