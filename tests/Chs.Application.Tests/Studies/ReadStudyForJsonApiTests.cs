using Chs.Application.Paging;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>Which of its protocols a study shows in v1 and v2.</summary>
public class ReadStudyForJsonApiTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_are_not_active_from_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        await chs.RefusesAsync(world.Parent, new ReadStudyForJsonApi(world.Study.Uuid), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_draft_of_a_study_that_is_not_active(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput { Name = "Frames", Generator = "function generate() { return 1; }" };
        var create = new CreateStudy(world.Lab.Uuid, input, StudyType.Frameplayer);
        var id = (await chs.AnswerAsync(world.Researcher, create)).Id;
        const string draft = "function generate() { return 2; }";
        var change = new StudyInput { Generator = draft };
        await chs.SucceedsAsync(world.Researcher, new UpdateStudy(id, change, null));
        var study = await chs.AnswerAsync(world.Researcher, new ReadStudyForJsonApi(id));
        Assert.Equal(draft, study.Generator);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_a_study_once_however_many_versions_it_has(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var change = new StudyInput { Experiment = "2" };
        await chs.SucceedsAsync(world.Researcher, new UpdateStudy(world.Study.Uuid, change, null));
        var page = await chs.AnswerAsync(world.Researcher, new ListStudiesForJsonApi(new PageNumber(1, 10)));
        Assert.Equal(1, page.Count);
        Assert.Equal(world.Study.Uuid, Assert.Single(page.Items).Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_a_structure_that_was_typed_here_from_one_that_was_imported(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = await chs.CreateStudyAsync(world, new StudyInput { Name = "Frames" }, StudyType.Frameplayer);
        Assert.True(await HasTypedStructureAsync());
        await SetAsync(row => row.SetProperty(v => v.AuthorId, (long?)null));
        Assert.True(await HasTypedStructureAsync(), "The author's account was deleted.");
        // As an import does, which knows no author, and when the study was changed last.
        await SetAsync(row => row.SetProperty(v => v.CreatedAt, DateTimeOffset.UnixEpoch));
        Assert.False(await HasTypedStructureAsync());
        await chs.UpdateStudyAsync(world, new StudyInput { Generator = "1" }, id);
        Assert.True(await HasTypedStructureAsync(), "It was saved here since.");

        async Task<bool> HasTypedStructureAsync() =>
            (await chs.AnswerAsync(world.Researcher, new ReadStudyForJsonApi(id))).HasTypedStructure;

        Task SetAsync(Action<UpdateSettersBuilder<StudyVersion>> change) =>
            chs.WithAsync(db =>
                db.StudyVersions.Where(v => db.Studies.Any(s => s.Id == v.StudyId && s.Uuid == id))
                    .ExecuteUpdateAsync(change)
            );
    }
}
