using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class CloneStudyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Begins_anew_in_the_same_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var copy = await chs.AnswerAsync(world.Researcher, new CloneStudy(world.Study.Uuid, null));
        Assert.NotEqual(world.Study.Uuid, copy.Id);
        Assert.Equal(
            ("Copy of Faces, 2nd try", StudyState.Created, false, "1", (Guid?)world.Lab.Uuid),
            (copy.Name, copy.State, copy.IsPublic, copy.Experiment, copy.Lab?.Id)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Copies_the_fields_of_an_external_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateExternalStudyAsync(world);
        var input = new StudyInput { MustHaveParticipated = [], MustNotHaveParticipated = [world.Study.Uuid] };
        await chs.UpdateStudyAsync(world, input, study);
        var copy = await chs.AnswerAsync(world.Researcher, new CloneStudy(study, null));
        Assert.Equal([world.Study.Uuid], copy.MustNotHaveParticipated);
        Assert.Equal(ExternalStudy.Arrangement, copy.External);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Outsider, new CloneStudy(world.Study.Uuid, null), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_lab_in_which_the_actor_may_not_create_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.UpdateStudyAsync(world, new StudyInput { IsPreviewShared = true });
        await chs.RefusesAsync(world.Reviewer, new CloneStudy(world.Study.Uuid, null), "access.forbidden");
        await chs.RefusesAsync(world.Outsider, new CloneStudy(world.Study.Uuid, null), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Copies_a_study_that_shares_its_preview_into_a_lab_of_ones_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.UpdateStudyAsync(world, new StudyInput { IsPreviewShared = true });
        var own = await chs.CreateLabAsync(world.Outsider, WorldSteps.LabNamed("Own"));
        var copy = await chs.AnswerAsync(world.Outsider, new CloneStudy(world.Study.Uuid, own));
        Assert.Equal(own, copy.Lab?.Id);
    }
}
