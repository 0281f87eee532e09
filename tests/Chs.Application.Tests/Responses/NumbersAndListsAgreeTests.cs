using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Exports;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;
using static Chs.Application.Tests.Responses.CountedSessions;

namespace Chs.Application.Tests.Responses;

/// <summary>
/// The list of a study's responses, v1's lists, the download and the numbers say the same under the same filter.
/// </summary>
public class NumbersAndListsAgreeTests
{
    static readonly bool?[] Either = [null, true, false];

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_downloads_and_numbers_agree_under_every_filter(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        foreach (var filter in AllFilters(world))
            await AssertAgreeAsync(chs, world, world.Study, filter, ExpectedOf(world, filter));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task They_agree_for_studies_that_run_elsewhere_and_record_no_consent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = Some.Study(world.Lab, Some.DeedOf(world.Researcher), "Elsewhere", StudyType.External);
        await chs.WithAsync(db =>
        {
            db.Studies.Add(study);
            return db.SaveChangesAsync(default);
        });
        await AddAsync(chs, world, study, new Kind(Completed: true));
        await AddAsync(chs, world, study, new Kind(), ofOther: true);
        await AddAsync(chs, world, study, new Kind(IsPreview: true));
        await AssertAgreeAsync(chs, world, study, new(), 3);
        await AssertAgreeAsync(chs, world, study, new() { IsPreview = false }, 2);
        await AssertAgreeAsync(chs, world, study, new() { IsPreview = true }, 1);
        await AssertAgreeAsync(chs, world, study, new() { IsPreview = false, IsCompleted = true }, 1);

        var ofStudy = await chs.AnswerAsync(
            world.Researcher,
            new ListSessionsOfStudy(study.Uuid, new PageNumber(1, 100), null)
        );
        Assert.Equal(3, ofStudy.Count);
        Assert.Equal(new StudyNumbers(1, 1, 0, 0, 0, 0, 0), await StudyNumbersAsync(chs, world, study));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sessions_that_ended_before_the_consent_are_counted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        var numbers = await CountAsync(chs, world, new());
        Assert.Equal(new ResponseCounts(3, 1, 1, EndedBeforeConsent: 3, OpenBeforeConsent: 1), numbers.Real);
        Assert.Equal(new ResponseCounts(2, 0, 0, EndedBeforeConsent: 1, OpenBeforeConsent: 0), numbers.Previews);
        // Completed without a consent, which is why nobody sees its data.
        var completed = await CountAsync(chs, world, new() { IsCompleted = true });
        Assert.Equal(1, completed.Real!.EndedBeforeConsent);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_numbers_of_a_list_of_studies_are_sums_of_these(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        var listed = await StudyNumbersAsync(chs, world, world.Study);
        var all = (await CountAsync(chs, world, new() { IsPreview = false })).Real!;
        var completed = (await CountAsync(chs, world, new() { IsPreview = false, IsCompleted = true })).Real!;
        var others = (await CountAsync(chs, world, new() { IsPreview = false, IsCompleted = false })).Real!;
        Assert.Equal(WithConsent(completed), listed.Completed);
        Assert.Equal(WithConsent(others), listed.Incomplete);
        Assert.Equal(
            (all.Readable, all.PendingConsents, all.RejectedConsents, all.EndedBeforeConsent),
            (listed.ValidConsents, listed.PendingConsents, listed.RejectedConsents, listed.EndedBeforeConsent)
        );
        foreach (var ruling in Enum.GetValues<Ruling>())
        {
            var query = List(world.Study, new() { IsPreview = false }) with { Consent = ruling };
            var total = (await chs.AnswerAsync(world.Researcher, query)).Total;
            Assert.Equal(ruling is Ruling.Accepted ? 3 : 1, total);
        }

        static int? WithConsent(ResponseCounts counts) =>
            counts.Readable + counts.PendingConsents + counts.RejectedConsents;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_cursor_continues_its_list_with_the_same_filter_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        var filtered = List(world.Study, new() { IsPreview = false }) with { Limit = 2 };
        var cursor = (await chs.AnswerAsync(world.Researcher, filtered)).NextCursor;
        Assert.NotNull(cursor);
        Assert.Single(await chs.ItemsAsync(world.Researcher, filtered with { Cursor = cursor }));
        var other = List(world.Study, new() { IsPreview = true }) with { Limit = 2, Cursor = cursor };
        await chs.FindsFaultAsync(world.Researcher, other, "cursor_of_another_list");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_download_of_some_responses_is_not_called_all_responses(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var some = await chs.AnswerAsync(world.Researcher, Export(world.Study, new() { IsPreview = false }));
        Assert.Equal("Faces--2nd-try_responses.csv", some.FileName);
    }

    static IEnumerable<ResponseFilter> AllFilters(World world) =>
        from isPreview in Either
        from isCompleted in Either
        from person in ((Guid? Child, Guid? Parent)[])
            [(null, null), (world.Child.Uuid, null), (world.OtherChild.Uuid, world.Parent.Id), (null, world.Parent.Id)]
        select new ResponseFilter
        {
            IsPreview = isPreview,
            IsCompleted = isCompleted,
            HashedChildId = person.Child is { } c ? Hashed(world, c) : null,
            HashedParticipantId = person.Parent is { } p ? Hashed(world, p) : null,
        };

    /// <summary>How many readable responses of <see cref="AddSessionsAsync"/> pass a filter.</summary>
    static int ExpectedOf(World world, ResponseFilter filter)
    {
        (bool IsPreview, bool Completed, bool OfOther)[] readable =
        [
            (false, true, false),
            (false, false, false),
            (false, true, true),
            (true, true, false),
            (true, false, false),
        ];
        return readable.Count(r =>
            (filter.IsPreview ?? r.IsPreview) == r.IsPreview
            && (filter.IsCompleted ?? r.Completed) == r.Completed
            && (filter.HashedChildId is not { } child || child == Hashed(world, ChildOf(world, r.OfOther).Uuid))
            && (filter.HashedParticipantId is null || !r.OfOther)
        );
    }

    static async Task AssertAgreeAsync(TestChs chs, World world, Study study, ResponseFilter filter, int expected)
    {
        var query = List(study, filter) with { Limit = 2 };
        var first = await chs.AnswerAsync(world.Researcher, query);
        var listed = await chs.AllItemsAsync(world.Researcher, cursor => query with { Cursor = cursor });
        var numbers = await chs.AnswerAsync(world.Researcher, Numbers(study, filter));
        var inV1 = await CountInV1Async(chs, world, study, filter);
        var downloaded = await CountRowsAsync(chs, world, study, filter);
        Assert.Equal(
            $"{filter}: {expected}, {expected}, {expected}, {expected}, {expected}",
            $"{filter}: {first.Total}, {listed.Count}, {Readable(numbers)}, {inV1}, {downloaded}"
        );
        Assert.Equal(filter.IsPreview is true, numbers.Real is null);
        Assert.Equal(filter.IsPreview is false, numbers.Previews is null);

        static int Readable(ResponseNumbers numbers) =>
            (numbers.Real?.Readable ?? 0) + (numbers.Previews?.Readable ?? 0);
    }

    /// <summary>v1 filters by child; what else the filter says is looked for in what it shows.</summary>
    static async Task<int> CountInV1Async(TestChs chs, World world, Study study, ResponseFilter filter)
    {
        Child[] children = [world.Child, world.OtherChild];
        var child = children.SingleOrDefault(c => HashedOf(study, c.Uuid) == filter.HashedChildId);
        // Of studies that run elsewhere, the flat list shows a researcher nothing, as in the reference.
        var sessions =
            study.Type is StudyType.External
                ? await chs.AnswerAsync(
                    world.Researcher,
                    new ListSessionsOfStudy(study.Uuid, new PageNumber(1, 100), null)
                )
                : await chs.AnswerAsync(
                    world.Researcher,
                    new ListSessions(new PageNumber(1, 100), child?.Uuid, study.Uuid)
                );
        return sessions.Items.Count(s =>
            (filter.IsPreview ?? s.Header.IsPreview) == s.Header.IsPreview
            && (filter.IsCompleted ?? s.Header.Completed) == s.Header.Completed
            && (filter.HashedParticipantId is not { } parent || parent == HashedOf(study, s.Origin!.ParticipantId))
        );
    }

    static async Task<int> CountRowsAsync(TestChs chs, World world, Study study, ResponseFilter filter) =>
        (await CsvFile.DownloadAsync(chs, world, Export(study, filter))).Rows.Count;

    static async Task<StudyNumbers> StudyNumbersAsync(TestChs chs, World world, Study study)
    {
        var listed = await chs.ItemsAsync(world.Researcher, new ListStudies { Ids = [study.Uuid] });
        return Assert.Single(listed).Numbers;
    }
}
