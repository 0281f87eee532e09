using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>The list of the studies that an actor may see, with numbers, filters and orders.</summary>
public class ListStudiesTests
{
    const string Faces = "Faces, 2nd try";
    const string Second = "A second";

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_no_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.CreateExternalStudyAsync(world);
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            Assert.Empty(await chs.ItemsAsync(stranger, new ListStudies()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Goes_page_by_page_without_gaps(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        string[] names = ["beta", "alpha", "alpha", "Ünder", "gamma", "Zeta"];
        foreach (var name in names)
            await chs.CreateStudyAsync(world, new StudyInput { Name = name });
        var seen = await NamesAsync(chs, world, new ListStudies { Limit = 2 });
        Assert.Equal(names.Append(Faces).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Counts_the_responses_with_consent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await TakePartAsync(chs, world);
        await CreateSecondAsync(chs, world);
        var listed = await chs.ItemsAsync(world.Researcher, new ListStudies());
        Assert.Equal([Second, Faces], listed.Select(study => study.Name));
        Assert.Equal(StudyNumbers.None, listed[0].Numbers);
        Assert.Equal(new StudyNumbers(1, 1, 1, 1, 0, 0, 0), listed[1].Numbers);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Counts_responses_without_a_statement_for_each_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await TakePartAsync(chs, world);
        await CreateSecondAsync(chs, world);
        var before = chs.Statements;
        await chs.ItemsAsync(world.Researcher, new ListStudies());
        Assert.InRange(chs.Statements - before, 1, 6);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Says_when_a_study_was_activated(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.MoveStudyAsync(world, StudyTrigger.Pause, StudyTrigger.Activate);
        await CreateSecondAsync(chs, world);
        var listed = await chs.ItemsAsync(world.Researcher, new ListStudies());
        Assert.Null(listed[0].FirstActivatedAt);
        Assert.NotNull(listed[1].LastActivatedAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_ordered_by_name_or_by_creation(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await CreateSecondAsync(chs, world);
        Assert.Equal([Faces, Second], await NamesInOrderAsync(StudyOrder.NameDescending));
        Assert.Equal([Faces, Second], await NamesInOrderAsync(StudyOrder.Created));
        Assert.Equal([Second, Faces], await NamesInOrderAsync(StudyOrder.CreatedDescending));

        Task<List<string>> NamesInOrderAsync(StudyOrder order) =>
            NamesAsync(chs, world, new ListStudies { Sort = order, Limit = 1 });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_ordered_by_the_last_change(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        chs.Time.Advance(TimeSpan.FromMinutes(1));
        await CreateSecondAsync(chs, world);
        var query = new ListStudies { Sort = StudyOrder.Modified, Limit = 1 };
        Assert.Equal([Faces, Second], await NamesAsync(chs, world, query));
        var descending = query with { Sort = StudyOrder.ModifiedDescending };
        Assert.Equal([Second, Faces], await NamesAsync(chs, world, descending));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Applies_all_filters_together(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await CreateSecondAsync(chs, world);
        var everyFilter = new ListStudies
        {
            State = StudyState.Created,
            CreatorName = "EXAM",
            IsMine = true,
            LabId = world.Lab.Uuid,
            Type = StudyType.JsPsych,
            IsPublic = true,
            Limit = 1,
        };
        Assert.Equal([Second], await NamesAsync(chs, world, everyFilter));
        Assert.Empty(await NamesAsync(chs, world, everyFilter with { CreatorName = "nobody" }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Finds_studies_by_the_beginning_of_their_id_in_any_case(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await CreateSecondAsync(chs, world);
        var query = new ListStudies { IdBegins = world.Study.Uuid.ToString().ToUpperInvariant() };
        Assert.Equal([Faces], await NamesAsync(chs, world, query));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Finds_studies_by_words_which_are_no_patterns(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Assert.Equal([Faces], await NamesAsync(chs, world, new ListStudies { Match = "FACES  try" }));
        Assert.Empty(await NamesAsync(chs, world, new ListStudies { Match = "faces voices" }));
        Assert.Empty(await NamesAsync(chs, world, new ListStudies { Match = "%" }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Finds_the_studies_that_the_actor_made(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Assert.Single(await chs.ItemsAsync(world.Researcher, new ListStudies { IsMine = true }));
        Assert.Empty(await chs.ItemsAsync(world.Reviewer, new ListStudies { IsMine = true }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Finds_studies_by_their_state(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Assert.Single(await chs.ItemsAsync(world.Reviewer, new ListStudies { State = StudyState.Active }));
        Assert.Empty(await chs.ItemsAsync(world.Reviewer, new ListStudies { State = StudyState.Submitted }));
    }

    static async Task CreateSecondAsync(TestChs chs, World world) =>
        await chs.CreateStudyAsync(world, new StudyInput { Name = Second });

    /// <summary>The names on all pages.</summary>
    static async Task<List<string>> NamesAsync(TestChs chs, World world, ListStudies query)
    {
        var studies = await chs.AllItemsAsync(world.Researcher, cursor => query with { Cursor = cursor });
        return [.. studies.Select(study => study.Name)];
    }

    /// <summary>A response without consent, one that is accepted and complete, and one that awaits its ruling.</summary>
    static async Task TakePartAsync(TestChs chs, World world)
    {
        await chs.StartAsync(world);
        var first = await chs.StartAsync(world);
        await chs.ConsentAsync(world, first);
        await chs.SaveAsync(world, first, null, new ResponseFlags { Completed = true });
        var start = new StartResponse(world.Study.Uuid, world.OtherChild.Uuid, false);
        var second = (await chs.AnswerAsync(world.OtherParent, start)).Response!.Id;
        var consent = new SaveResponse(second, null, new ResponseFlags { CompletedConsentFrame = true });
        await chs.SucceedsAsync(world.OtherParent, consent);
    }
}
