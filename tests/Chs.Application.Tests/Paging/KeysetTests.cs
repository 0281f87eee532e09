using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Auditing;
using Chs.Application.Builds;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Application.Videos;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Xunit;

namespace Chs.Application.Tests.Paging;

/// <summary>The lists of v3.</summary>
public class KeysetTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_show_each_row_once_and_the_total(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await ManyRows.AddAsync(chs, world);
        var build = await ManyRows.AddOthersAsync(chs, world);
        var staff = await chs.AddStaffAsync("staff", SiteRight.ViewUsers);
        const int many = ManyRows.Count;
        var study = world.Study.Uuid;
        var pages = new Pages(chs);
        await pages.CheckAsync(world.Researcher, new ListStudies(), 1 + 3 * many);
        await pages.CheckAsync(world.Researcher, new ListOpenStudies(), 1 + many);
        await pages.CheckAsync(world.Reviewer, new ListReviewQueue(), many);
        await pages.CheckAsync(world.Researcher, new ListStudyResearchers { StudyId = study }, 1 + many);
        await pages.CheckAsync(world.Researcher, new ListStudyVersions { StudyId = study }, 1 + many);
        await pages.CheckAsync(world.Researcher, new ListResponses { StudyId = study }, many);
        var errors = new ListBrowserErrors { StudyId = study, ResponseId = response };
        await pages.CheckAsync(world.Researcher, errors, many);
        var videos = new ListVideos { StudyId = study, ResponseId = response };
        await pages.CheckAsync(world.Researcher, videos, many);
        var rulings = new ListConsentRulings { StudyId = study, ResponseId = response };
        await pages.CheckAsync(world.Researcher, rulings, many);
        var revisions = new ListResponseRevisions { StudyId = study, ResponseId = response };
        await pages.CheckAsync(world.Researcher, revisions, many);
        await pages.CheckAsync(world.Researcher, new ListTestParticipants { StudyId = study }, many);
        await CheckOfFamilyAsync(pages, world.Parent);
        await pages.CheckAsync(world.Researcher, new ListLabs(), 1 + many);
        await pages.CheckAsync(world.Researcher, new ListLabMembers { LabId = world.Lab.Uuid }, 1 + many);
        await pages.CheckAsync(world.Researcher, new ListTokens(), many);
        await pages.CheckAsync(world.Researcher, new ListLabTokens { LabId = world.Lab.Uuid }, many);
        await pages.CheckAsync(world.Researcher, new ListAccountSessions { Session = null }, many);
        await pages.CheckAsync(world.Researcher, new ListExternalLogIns(), many);
        await pages.CheckAsync(staff, new ListAccounts(), 6 + many);
        await pages.CheckAsync(world.Researcher, new ListInstitutions(), many);
        await pages.CheckAsync(world.Researcher, new ListContentPages(), 2 * many);
        await pages.CheckAsync(world.Researcher, new ListBuilds { StudyId = study }, many);
        await pages.CheckAsync(world.Researcher, new ListBuildFiles { BuildId = build }, many);
        await pages.CheckAsync(world.Researcher, new ListStudyLog { StudyId = study }, 4);
        await pages.CheckAsync(world.Researcher, new ListAudit { SubjectId = study }, null);
        Assert.Equal(AllLists, pages.Checked.Order());
    }

    static async Task CheckOfFamilyAsync(Pages pages, Actor parent)
    {
        await pages.CheckAsync(parent, new ListOwnOpenStudies(), 1 + ManyRows.Count);
        await pages.CheckAsync(parent, new ListOwnResponses(), ManyRows.Count);
        await pages.CheckAsync(parent, new ListDemographics(), ManyRows.Count);
        await pages.CheckAsync(parent, new ListChildren(), 1 + ManyRows.Count);
    }

    static IEnumerable<string> AllLists =>
        typeof(PagedQuery)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(PagedQuery)) && !type.IsAbstract)
            .Select(type => type.Name)
            .Order();

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_order_of_studies_has_its_reverse(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ManyRows.AddAsync(chs, world);
        var pages = new Pages(chs);
        const int many = ManyRows.Count + 1;
        (StudyOrder, StudyOrder)[] pairs =
        [
            (StudyOrder.Name, StudyOrder.NameDescending),
            (StudyOrder.Created, StudyOrder.CreatedDescending),
            (StudyOrder.Modified, StudyOrder.ModifiedDescending),
        ];
        foreach (var (up, down) in pairs)
        {
            var ascending = await pages.CheckAsync(world.Researcher, new ListStudies { Sort = up }, many);
            var descending = await pages.CheckAsync(world.Researcher, new ListStudies { Sort = down }, many);
            Assert.Equal(ascending.Reverse().Select(study => study.Id), descending.Select(study => study.Id));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_total_counts_what_the_filter_finds(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ManyRows.AddAsync(chs, world);
        var query = new ListStudies { Match = "S1", WithTotal = true };
        Assert.Equal(3, (await chs.AnswerAsync(world.Researcher, query)).Total);
        Assert.Equal(0, (await chs.AnswerAsync(world.Outsider, query)).Total);
        Assert.Null((await chs.AnswerAsync(world.Researcher, query with { WithTotal = false })).Total);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_find_by_ids_what_the_reader_may_see(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ManyRows.AddAsync(chs, world);
        Guid[] ids = [world.Study.Uuid, world.Lab.Uuid, world.Child.Uuid, Guid.NewGuid()];
        Assert.Single(await chs.ItemsAsync(world.Researcher, new ListStudies { Ids = ids }));
        Assert.Empty(await chs.ItemsAsync(world.Outsider, new ListStudies { Ids = ids }));
        Assert.Single(await chs.ItemsAsync(null, new ListLabs { Ids = ids }));
        Assert.Single(await chs.ItemsAsync(world.Parent, new ListChildren { Ids = ids }));
        Assert.Empty(await chs.ItemsAsync(world.OtherParent, new ListChildren { Ids = ids }));
        var all = new ListResponses { StudyId = world.Study.Uuid, Limit = 2 };
        Guid[] two = [.. (await chs.ItemsAsync(world.Researcher, all)).Select(response => response.Id)];
        Assert.Equal(two, (await chs.ItemsAsync(world.Researcher, all with { Ids = two })).Select(r => r.Id));
        Guid[] many = [.. Enumerable.Repeat(Guid.Empty, Page.MaximumLimit + 1)];
        await chs.FindsFaultsAsync(world.Researcher, new ListStudies { Ids = many }, "too_many");
    }

    /// <summary>Checks lists, and keeps which.</summary>
    sealed class Pages(TestChs chs)
    {
        public List<string> Checked { get; } = [];

        /// <summary>Pages of one row, of which there are several, are together the whole list, and say how long it is.</summary>
        /// <param name="count">Rows of the whole list; null: any number above one.</param>
        public async Task<IReadOnlyList<T>> CheckAsync<T>(Actor reader, IQuery<Page<T>> list, int? count)
        {
            IRequest<Outcome<Page<T>>> QueryOf(int limit, string? cursor) =>
                (IQuery<Page<T>>)
                    (object)(((PagedQuery)(object)list) with { Limit = limit, WithTotal = true, Cursor = cursor });
            var whole = await chs.AnswerAsync(reader, QueryOf(Page.MaximumLimit, null));
            var byOne = await chs.AllItemsAsync(reader, cursor => QueryOf(1, cursor));
            var name = list.GetType().Name;
            Assert.True(whole.Items.Count > 1, $"{name} has {whole.Items.Count} rows, so no page continues it.");
            Assert.True(
                count is null || count == whole.Items.Count,
                $"{name} has {whole.Items.Count} rows, not {count}."
            );
            Assert.Equal(JsonSerializer.Serialize(whole.Items), JsonSerializer.Serialize(byOne));
            Assert.Equal(whole.Items.Count, whole.Total);
            Checked.Add(name);
            return byOne;
        }
    }
}
