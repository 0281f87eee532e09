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

/// <summary>The fields of studies: what is kept and what is refused.</summary>
public class Fields_
{
    static readonly ExternalInput External = new()
    {
        IsScheduled = true,
        Scheduling = SchedulingTool.Other,
        OtherScheduling = "By phone",
        Platform = StudyPlatform.MechanicalTurk,
    };

    /// <summary>Creates an external study that requires participation in the world's study.</summary>
    static Task<StudyView> CreateExternalAsync(TestChs chs, World world)
    {
        var input = new StudyInput
        {
            Name = "Elsewhere",
            ExternalUrl = "https://example.qualtrics.com/1",
            External = External,
            Priority = 7,
            IrbNumber = "2026-1",
            IrbUntil = "2027-06-30",
            MustHaveParticipated = [world.Study.Uuid],
        };
        return chs.AnswerAsync(world.Researcher, new CreateStudy(world.Lab.Uuid, input, StudyType.External));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_an_external_study_come_back_as_they_were_sent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var made = await CreateExternalAsync(chs, world);
        var read = await chs.AnswerAsync(world.Researcher, new ReadStudy(made.Id));
        Assert.Equal(External, read.External);
        Assert.Equal((7, "2026-1", new DateOnly(2027, 6, 30)), (read.Priority, read.IrbNumber, read.IrbUntil));
        Assert.Equal([world.Study.Uuid], read.MustHaveParticipated);
        Assert.Empty(read.MustNotHaveParticipated);
        Assert.Empty((await chs.AnswerAsync(world.Outsider, new ListStudies())).Items);
        Assert.Equal(
            "Mechanical Turk",
            await chs.WithAsync(db =>
                db.Studies.Where(s => s.Uuid == made.Id).Select(s => s.Details.External.Platform).SingleAsync()
            )
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_an_external_study_can_be_changed_and_are_copied(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var made = await CreateExternalAsync(chs, world);
        var input = new StudyInput
        {
            IrbUntil = "",
            MustHaveParticipated = [],
            MustNotHaveParticipated = [world.Study.Uuid],
        };
        var changed = await chs.AnswerAsync(world.Researcher, new UpdateStudy(made.Id, input, null));
        Assert.Null(changed.IrbUntil);
        Assert.Empty(changed.MustHaveParticipated);
        Assert.Equal([world.Study.Uuid], changed.MustNotHaveParticipated);
        var copy = await chs.AnswerAsync(world.Researcher, new CloneStudy(made.Id, null));
        Assert.Equal([world.Study.Uuid], copy.MustNotHaveParticipated);
        Assert.Equal(External, copy.External);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task That_are_wrong_are_refused_with_a_pointer(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var made = await CreateExternalAsync(chs, world);
        await chs.RefusesAsync(
            world.Researcher,
            new UpdateStudy(world.Study.Uuid, new StudyInput { External = new ExternalInput() }, null),
            "study.other_runner"
        );
        await RefusesAsync(new() { MustHaveParticipated = [Guid.NewGuid()] }, "/mustHaveParticipated/0", "unknown");
        await RefusesAsync(new() { MustNotHaveParticipated = [made.Id] }, "/mustNotHaveParticipated/0", "unknown");
        await RefusesAsync(new() { Priority = 100 }, "/priority", "out_of_range");
        await RefusesAsync(new() { IrbUntil = "30.6.2027" }, "/irbUntil", "not_a_date");
        await RefusesAsync(
            new() { External = new ExternalInput { OtherScheduling = new string('x', 256) } },
            "/external/otherScheduling",
            "too_long"
        );

        async Task RefusesAsync(StudyInput input, string pointer, string code)
        {
            var fault = await chs.FaultAsync(world.Researcher, new UpdateStudy(made.Id, input, null));
            Assert.Equal((pointer, code), (fault.Pointer, fault.Code));
        }
    }

    [Theory]
    [InlineData(
        "function generateProtocol(child, pastSessions) {\n  return { frames: {}, sequence: [ }\n}",
        "Line 2, column 36"
    )]
    [InlineData("let a = ;", "Line 1, column 9")]
    public async Task That_are_scripts_are_refused_with_the_place_of_the_fault(string script, string place)
    {
        await using var chs = await TestChs.StartAsync(DatabaseProvider.Sqlite);
        var world = await World.MakeAsync(chs);
        var made = await chs.AnswerAsync(
            world.Researcher,
            new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "Frames" }, StudyType.Frameplayer)
        );
        var fault = await chs.FaultAsync(
            world.Researcher,
            new UpdateStudy(made.Id, new StudyInput { Generator = script }, null)
        );
        Assert.Equal(("/generator", "not_a_script"), (fault.Pointer, fault.Code));
        Assert.StartsWith(place, fault.Message, StringComparison.Ordinal);
        Assert.Equal(
            "not_a_script",
            (
                await chs.FaultAsync(
                    world.Researcher,
                    new UpdateStudy(world.Study.Uuid, new StudyInput { Experiment = script }, null)
                )
            ).Code
        );
    }

    [Fact]
    public void That_are_scripts_are_read_in_every_form_that_browsers_know_and_never_exhaust_us()
    {
        Assert.Null(
            ProtocolText.ScriptFault(
                "function generateProtocol(child, past) { return { frames: {}, sequence: [] }; }",
                isModule: false
            )
        );
        Assert.Null(
            ProtocolText.ScriptFault(
                "import { x } from 'y'; const a = await x?.(1_000n ?? 2); class A { #p = 1; static { } }",
                isModule: true
            )
        );
        Assert.NotNull(ProtocolText.ScriptFault("import { x } from 'y';", isModule: false));
        Assert.NotNull(ProtocolText.ScriptFault(new string('(', 200_000), isModule: false));
        Assert.NotNull(ProtocolText.ScriptFault(string.Concat(Enumerable.Repeat("[{a:", 100_000)), isModule: false));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_lab_are_changed_only_by_who_may_give_the_study_away(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SendAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, world.Outsider.Id, LabRole.Member));
        await chs.SendAsync(world.Researcher, new SetStudyRole(world.Study.Uuid, world.Outsider.Id, StudyRole.Manager));
        var other = await CreateOtherLabAsync(chs, world);
        var move = new UpdateStudy(world.Study.Uuid, new StudyInput { LabId = other }, null);

        // A manager writes details, but can't give the study away.
        await chs.RefusesAsync(world.Outsider, move, "access.forbidden");
        // The study's admin needs the right to create studies in the other lab.
        await chs.RefusesAsync(world.Researcher, move, "lab.not_found");
        await chs.SendAsync(world.Reviewer, new ApproveLab(other, null));
        await chs.RefusesAsync(world.Researcher, move, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_lab_move_a_study_with_whoever_belongs_there(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        await chs.SendAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, world.Outsider.Id, LabRole.Member));
        await chs.SendAsync(world.Researcher, new SetStudyRole(id, world.Outsider.Id, StudyRole.Manager));
        var other = await CreateOtherLabAsync(chs, world);
        await chs.SendAsync(world.Reviewer, new ApproveLab(other, null));
        await chs.SendAsync(world.Outsider, new SetLabRole(other, world.Researcher.Id, LabRole.Guest));
        await chs.SendAsync(world.Outsider, new RemoveLabMember(world.Lab.Uuid, world.Outsider.Id));
        await chs.SendAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, world.OtherParent.Id, LabRole.Guest));
        var ada = await AddResearcherAsync(chs, "ada@uni.example");
        await chs.SendAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, ada.Id, LabRole.Guest));
        await chs.SendAsync(world.Researcher, new SetStudyRole(id, ada.Id, StudyRole.Researcher));

        var moved = await chs.AnswerAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { LabId = other }, null)
        );
        // Reviewers approve the lab too, so the study goes back to them.
        Assert.Equal((other, StudyState.Rejected), (moved.LabId, moved.State));
        await chs.RefusesAsync(ada, new ReadStudy(id), "study.not_found");
        Assert.Equal(
            [world.Researcher.Key],
            await chs.WithAsync(db =>
                db.StudyMemberships.Where(m => m.StudyId == world.Study.Id).Select(m => m.UserId).ToListAsync()
            )
        );
    }

    /// <summary>Creates a lab whose admin is the world's outsider.</summary>
    static async Task<Guid> CreateOtherLabAsync(TestChs chs, World world)
    {
        var input = new LabInput
        {
            Name = "Other",
            Institution = "",
            PrincipalInvestigator = "PI",
            ContactEmail = "other@lab.example",
        };
        return (await chs.AnswerAsync(world.Outsider, new CreateLab(input))).Id;
    }

    static Task<Actor> AddResearcherAsync(TestChs chs, string email) =>
        chs.WithAsync(async db =>
        {
            var user = Some.User(email, researcher: true);
            db.Users.Add(user);
            await db.SaveChangesAsync(default);
            return Some.ActorOf(user);
        });
}
