using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>The fields of a study: what is kept of them and what is refused.</summary>
public class StudyInputTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Clears_what_is_sent_as_null_or_empty(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateExternalStudyAsync(world);
        var input = new StudyInput { IrbUntil = new(null), MustHaveParticipated = [] };
        var changed = await chs.UpdateStudyAsync(world, input, study);
        Assert.Null(changed.IrbUntil);
        Assert.Empty(changed.MustHaveParticipated);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Excludes_whoever_took_part_in_another_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateExternalStudyAsync(world);
        var input = new StudyInput { MustHaveParticipated = [], MustNotHaveParticipated = [world.Study.Uuid] };
        var changed = await chs.UpdateStudyAsync(world, input, study);
        Assert.Equal([world.Study.Uuid], changed.MustNotHaveParticipated);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Has_an_arrangement_in_external_studies_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var update = new UpdateStudy(world.Study.Uuid, new StudyInput { External = new ExternalInput() }, null);
        await chs.RefusesAsync(world.Researcher, update, "study.other_runner");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Points_to_the_faulty_field(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateExternalStudyAsync(world);
        await PointsToAsync("/priority", "out_of_range", new() { Priority = 100 });
        await PointsToAsync("/runnerCommit", "not_a_commit", new() { RunnerCommit = "newest" });
        var tooLong = new ExternalInput { OtherScheduling = new string('x', 256) };
        await PointsToAsync("/external/otherScheduling", "too_long", new() { External = tooLong });

        async Task PointsToAsync(string pointer, string code, StudyInput input)
        {
            var fault = await chs.FindsFaultAsync(world.Researcher, new UpdateStudy(study, input, null), code);
            Assert.Equal(pointer, fault.Pointer);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_study_that_nobody_could_have_taken_part_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateExternalStudyAsync(world);
        var missing = new UpdateStudy(study, new StudyInput { MustHaveParticipated = [Guid.NewGuid()] }, null);
        var fault = await chs.FindsFaultAsync(world.Researcher, missing, "unknown");
        Assert.Equal("/mustHaveParticipated/0", fault.Pointer);
        var itself = new UpdateStudy(study, new StudyInput { MustHaveParticipated = [study] }, null);
        fault = await chs.FindsFaultAsync(world.Researcher, itself, "unknown");
        Assert.Equal("/mustHaveParticipated/0", fault.Pointer);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_criteria_expression_that_cannot_be_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput { CriteriaExpression = "speaks_en AND" };
        await chs.FindsFaultAsync(world.Researcher, new UpdateStudy(world.Study.Uuid, input, null), "unreadable");
    }

    /// <summary>Reviewers don't approve the expression.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Trims_a_criteria_expression_and_leaves_the_study_active(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput { CriteriaExpression = " deaf OR NOT speaks_en " };
        Assert.Equal(StudyState.Active, (await chs.UpdateStudyAsync(world, input)).State);
        Assert.Equal("deaf OR NOT speaks_en", (await chs.ReadStudyAsync(world)).CriteriaExpression);
    }

    [Theory]
    [InlineData("/structure", "too_long", 5_000_001)]
    [InlineData("/generator", "too_long", 2_000_001)]
    [InlineData("/structure", "invalid", 0)]
    [InlineData("/generator", "invalid", 0)]
    public async Task Refuses_texts_of_a_protocol_that_cannot_be_kept(string pointer, string code, int length)
    {
        await using var chs = await TestChs.StartAsync(DatabaseProvider.Sqlite);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateStudyAsync(world, new StudyInput { Name = "Frames" }, StudyType.Frameplayer);
        var text = length == 0 ? "a\0b" : new string('x', length);
        var input = pointer == "/structure" ? new StudyInput { Structure = text } : new StudyInput { Generator = text };
        var fault = await chs.FindsFaultAsync(world.Researcher, new UpdateStudy(study, input, null), code);
        Assert.Equal(pointer, fault.Pointer);
    }
}
