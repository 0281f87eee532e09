using System.Text;
using Chs.Application.Access;
using Chs.Application.Exports;
using Chs.Application.Paging;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>
/// The list of a study's responses, v1's lists, the download and the numbers say the same under the same filter, and tell
/// nothing to those who may not read.
/// </summary>
public class NumbersAndListsAgreeTests
{
    static readonly bool?[] Either = [null, true, false];

    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_is_told_to_those_who_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        var filters = (ResponseFilter[])
            [
                new(),
                new() { HashedChildId = Hashed(world, world.Child.Uuid) },
                new() { HashedParticipantId = Hashed(world, world.Parent.Id), IsPreview = false },
            ];
        foreach (var stranger in (Actor[])[world.Outsider, world.Reviewer, world.Parent, world.OtherParent])
        foreach (var filter in filters)
        {
            await chs.RefusesAsync(stranger, List(world.Study, filter), "study.not_found");
            await chs.RefusesAsync(stranger, Numbers(world.Study, filter), "study.not_found");
            await chs.RefusesAsync(stranger, Export(world.Study, filter), "study.not_found");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Filters_by_people_tell_nothing_of_sessions_that_nobody_may_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        // The one child consented once, and has other sessions; of the other none is accepted.
        await AddAsync(chs, world, world.Study, new Kind(Completed: true, Consent: true, Ruling.Accepted));
        await AddAsync(chs, world, world.Study, new Kind(Completed: false, Consent: true, Ruling.Pending));
        await AddAsync(chs, world, world.Study, new Kind());
        foreach (var ruling in (Ruling[])[Ruling.Pending, Ruling.Rejected])
            await AddAsync(chs, world, world.Study, new Kind(Completed: true, Consent: true, ruling), ofOther: true);
        await AddAsync(chs, world, world.Study, new Kind(), ofOther: true);

        var known = Of(await CountAsync(chs, world, Child(world, world.Child.Uuid)));
        var hidden = Of(await CountAsync(chs, world, Child(world, world.OtherChild.Uuid)));
        var nobody = Of(await CountAsync(chs, world, Child(world, Guid.NewGuid())));
        var hiddenParent = Of(
            await CountAsync(chs, world, new() { HashedParticipantId = Hashed(world, world.OtherParent.Id) })
        );
        Assert.Equal(new ResponseCounts(1, null, null, null, null), known);
        Assert.Equal(new ResponseCounts(0, null, null, null, null), nobody);
        Assert.Equal(nobody, hidden);
        Assert.Equal(nobody, hiddenParent);
        Assert.Null((await CountAsync(chs, world, Child(world, world.Child.Uuid))).Participations);
        Assert.Empty(await chs.ItemsAsync(world.Researcher, List(world.Study, Child(world, world.OtherChild.Uuid))));

        static ResponseCounts Of(ResponseNumbers numbers) => numbers.Real!;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Filters_by_people_take_the_ids_of_this_study_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddAsync(chs, world, world.Study, new Kind(Completed: true, Consent: true, Ruling.Accepted));
        var elsewhere = HashedId.Of(world.Child.Uuid, Guid.NewGuid(), world.Study.Salt, world.Study.HashDigits);
        var hashed = Hashed(world, world.Child.Uuid);
        string[] others =
        [
            $"{world.Child.Uuid}",
            elsewhere,
            hashed.ToLowerInvariant(),
            $"{hashed}A",
            hashed[1..],
            "\0",
        ];
        Assert.Single(await chs.ItemsAsync(world.Researcher, List(world.Study, new() { HashedChildId = hashed })));
        foreach (var other in others)
            Assert.Empty(await chs.ItemsAsync(world.Researcher, List(world.Study, new() { HashedChildId = other })));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_may_read_previews_only_is_told_of_previews_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        await chs.GiveLabRoleAsync(world, world.Outsider, Domain.Labs.LabRole.Guest);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.Preview);
        var numbers = await chs.AnswerAsync(world.Outsider, Numbers(world.Study, new ResponseFilter()));
        Assert.Null(numbers.Real);
        Assert.Null(numbers.Participations);
        Assert.Equal(2, numbers.Previews!.Readable);
        Assert.Empty(await chs.ItemsAsync(world.Outsider, List(world.Study, new() { IsPreview = false })));
        var ofOther = await chs.AnswerAsync(world.Outsider, Numbers(world.Study, Child(world, world.OtherChild.Uuid)));
        Assert.Equal((null, 0), (ofOther.Real, ofOther.Previews!.Readable));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_for_other_studies_are_told_nothing_and_those_without_identities_the_same(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        var filter = Child(world, world.Child.Uuid) with { IsPreview = false };
        var another = await chs.CreateStudyAsync(world, new StudyInput { Name = "Another" });
        var elsewhere = await chs.BearerAsync(world.Researcher, new TokenScope(true, false, [another]));
        await chs.RefusesAsync(elsewhere, List(world.Study, filter), "study.not_found");
        await chs.RefusesAsync(elsewhere, Numbers(world.Study, filter), "study.not_found");
        var deidentified = await chs.BearerAsync(world.Researcher, new TokenScope(true, true, []));
        Assert.Equal(2, (await chs.ItemsAsync(deidentified, List(world.Study, filter))).Count);
        Assert.Equal(2, (await chs.AnswerAsync(deidentified, Numbers(world.Study, filter))).Real!.Readable);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_rules_on_consents_filters_those_that_await_a_ruling(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        Assert.Equal((0, 1), (await CountPendingAsync(world.Child), await CountPendingAsync(world.OtherChild)));

        async Task<int?> CountPendingAsync(Child child)
        {
            var query = List(world.Study, Child(world, child.Uuid)) with { Consent = Ruling.Pending };
            return (await chs.AnswerAsync(world.Researcher, query)).Total;
        }
    }

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

    /// <summary>Of families: three readable, one pending, one rejected, four without consent; of previews: two and one.</summary>
    static async Task AddSessionsAsync(TestChs chs, World world, Study study)
    {
        await AddAsync(chs, world, study, new Kind(Completed: true, Consent: true, Ruling.Accepted));
        await AddAsync(chs, world, study, new Kind(Completed: false, Consent: true, Ruling.Accepted));
        await AddAsync(chs, world, study, new Kind(Completed: true, Consent: true, Ruling.Accepted), ofOther: true);
        await AddAsync(chs, world, study, new Kind(Completed: true, Consent: true, Ruling.Pending), ofOther: true);
        await AddAsync(chs, world, study, new Kind(Completed: false, Consent: true, Ruling.Rejected));
        await AddAsync(chs, world, study, new Kind());
        await AddAsync(chs, world, study, new Kind(), ofOther: true);
        await AddAsync(chs, world, study, new Kind(Completed: true), ofOther: true);
        await AddAsync(chs, world, study, new Kind(IsOpen: true));
        var accepted = new Kind(Completed: true, Consent: true, Ruling.Accepted, IsPreview: true);
        await AddAsync(chs, world, study, accepted);
        await AddAsync(chs, world, study, accepted with { Completed = false });
        await AddAsync(chs, world, study, new Kind(IsPreview: true));
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

    static async Task<int> CountRowsAsync(TestChs chs, World world, Study study, ResponseFilter filter)
    {
        var text = "";
        await chs.WithServicesAsync(async services =>
        {
            var db = services.GetRequiredService<IChsDb>();
            var actor = Mock.Of<ICurrentActor>(current => current.Actor == world.Researcher);
            var finder = new ResponseFinder(db, new AccessControl(db, actor), world.Researcher);
            var handler = new ExportResponses.Handler(db, finder);
            var download = await handler.Handle(Export(study, filter), default);
            using var stream = new MemoryStream();
            await download.Value.WriteAsync(stream, default);
            text = Encoding.UTF8.GetString(stream.ToArray());
        });
        return text.Split("\r\n").Length - 2;
    }

    static async Task<StudyNumbers> StudyNumbersAsync(TestChs chs, World world, Study study)
    {
        var listed = await chs.ItemsAsync(world.Researcher, new ListStudies { Ids = [study.Uuid] });
        return Assert.Single(listed).Numbers;
    }

    static Task<ResponseNumbers> CountAsync(TestChs chs, World world, ResponseFilter filter) =>
        chs.AnswerAsync(world.Researcher, Numbers(world.Study, filter));

    static async Task AddAsync(TestChs chs, World world, Study study, Kind kind, bool ofOther = false)
    {
        var parent = ofOther ? world.OtherParent : world.Parent;
        var child = ChildOf(world, ofOther).Id;
        var response = Response.Start(study, 1, child, parent.Key, null, kind.IsPreview, [], Some.Moment);
        var flags = new ResponseFlags
        {
            Completed = kind.Completed ? true : null,
            CompletedConsentFrame = kind.Consent ? true : null,
        };
        response.Update(flags, Some.Moment);
        if (kind.Ruling is not Ruling.Pending)
            Assert.False(response.RuleOnConsent(kind.Ruling, "", Some.DeedOf(world.Researcher)).Failed);
        if (!kind.IsOpen)
            response.Close();
        await chs.WithAsync(db =>
        {
            db.Responses.Add(response);
            return db.SaveChangesAsync(default);
        });
    }

    static Child ChildOf(World world, bool ofOther) => ofOther ? world.OtherChild : world.Child;

    static ListResponses List(Study study, ResponseFilter filter) =>
        new()
        {
            StudyId = study.Uuid,
            Filter = filter,
            WithTotal = true,
        };

    static ReadResponseNumbers Numbers(Study study, ResponseFilter filter) => new(study.Uuid, filter);

    static ExportResponses Export(Study study, ResponseFilter filter) => new(study.Uuid, []) { Filter = filter };

    static ResponseFilter Child(World world, Guid child) => new() { HashedChildId = Hashed(world, child) };

    static string Hashed(World world, Guid id) => HashedOf(world.Study, id);

    static string HashedOf(Study study, Guid id) => HashedId.Of(id, study.Uuid, study.Salt, study.HashDigits);

    sealed record Kind(
        bool Completed = false,
        bool Consent = false,
        Ruling Ruling = Ruling.Pending,
        bool IsPreview = false,
        bool IsOpen = false
    );
}
