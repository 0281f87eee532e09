using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>The list of the studies that an actor may see, with numbers, filters and orders.</summary>
public class StudyLists_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Count_responses_without_loading_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        // A session without consent isn't counted.
        await chs.StartAsync(world);
        var first = await chs.StartAsync(world);
        await chs.ConsentAsync(world, first);
        await chs.SaveAsync(world, first, null, new ResponseFlags { Completed = true });
        var start = new StartResponse(world.Study.Uuid, world.OtherChild.Uuid, false);
        var second = (await chs.AnswerAsync(world.OtherParent, start)).Id;
        await chs.SendAsync(
            world.OtherParent,
            new SaveResponse(second, null, new ResponseFlags { CompletedConsentFrame = true })
        );
        await chs.SendAsync(world.Researcher, new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "", null));
        await chs.SendAsync(world.Researcher, new MoveStudy(world.Study.Uuid, StudyTrigger.Activate, "", null));
        await CreateSecondAsync(chs, world);

        var before = chs.Statements;
        var listed = (await chs.AnswerAsync(world.Researcher, new ListStudies())).Items;
        Assert.InRange(chs.Statements - before, 1, 6);
        Assert.Equal(["A second", "Faces, 2nd try"], listed.Select(s => s.Name));
        Assert.Equal(new StudyNumbers(1, 1, 1, 1), listed[1].Numbers);
        Assert.Equal(new StudyNumbers(0, 0, 0, 0), listed[0].Numbers);
        Assert.NotNull(listed[1].LastActivatedAt);
        Assert.Null(listed[0].FirstActivatedAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_filtered_and_ordered_page_by_page(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await CreateSecondAsync(chs, world);

        Assert.Equal(["Faces, 2nd try", "A second"], await NamesAsync(new() { Sort = StudyOrder.NameDescending }));
        Assert.Equal(["Faces, 2nd try", "A second"], await NamesAsync(new() { Sort = StudyOrder.Created }));
        Assert.Equal(["A second", "Faces, 2nd try"], await NamesAsync(new() { Sort = StudyOrder.CreatedDescending }));
        Assert.Equal(2, (await NamesAsync(new() { Sort = StudyOrder.Modified })).Length);
        Assert.Equal(2, (await NamesAsync(new() { Sort = StudyOrder.ModifiedDescending })).Length);
        var everyFilter = new ListStudies
        {
            State = StudyState.Created,
            Creator = "EXAM",
            Mine = true,
            LabId = world.Lab.Uuid,
            Type = StudyType.JsPsych,
            IsPublic = true,
        };
        Assert.Equal(["A second"], await NamesAsync(everyFilter));
        var idInUpperCase = world.Study.Uuid.ToString().ToUpperInvariant();
        Assert.Equal(["Faces, 2nd try"], await NamesAsync(new() { IdBegins = idInUpperCase }));
        Assert.Empty(await NamesAsync(new() { Creator = "nobody" }));

        async Task<string[]> NamesAsync(ListStudies query)
        {
            List<string> names = [];
            string? cursor = null;
            do
            {
                var page = await chs.AnswerAsync(world.Researcher, query with { Limit = 1, Cursor = cursor });
                names.AddRange(page.Items.Select(s => s.Name));
                cursor = page.NextCursor;
            } while (cursor is not null);
            return [.. names];
        }
    }

    static Task CreateSecondAsync(TestChs chs, World world) =>
        chs.SucceedsAsync(world.Researcher, new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "A second" }));
}
