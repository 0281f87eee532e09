using System.Text.Json;
using Chs.Application.Accounts;
using Chs.Application.Auditing;
using Chs.Application.Builds;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Domain;
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
        await ManyRows.AddAsync(chs, world);
        await ChecksAsync(chs, world, new ListOpenStudies(), 1);
        await ChecksAsync(chs, world, new ListStudyResearchers { StudyId = world.Study.Uuid }, 1);
        await ChecksAsync(chs, world, new ListStudyVersions { StudyId = world.Study.Uuid }, 1);
        await ChecksAsync(chs, world, new ListResponses { StudyId = world.Study.Uuid }, ManyRows.Count);
        await ChecksAsync(chs, world, new ListLabs(), 1);
        await ChecksAsync(chs, world, new ListLabMembers { LabId = world.Lab.Uuid }, 1);
        await ChecksAsync(chs, world, new ListTokens(), 0);
        await ChecksAsync(chs, world, new ListAccountSessions { Session = null }, 0);
        await ChecksAsync(chs, world, new ListInstitutions(), 0);
        await ChecksAsync(chs, world, new ListContentPages(), 0);
        await ChecksAsync(chs, world, new ListBuilds { StudyId = world.Study.Uuid }, 0);
        await ChecksAsync(chs, world, new ListStudyLog { StudyId = world.Study.Uuid }, null);
        await ChecksAsync(chs, world, new ListAudit { SubjectId = world.Study.Uuid }, null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_order_of_studies_has_its_reverse(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ManyRows.AddAsync(chs, world);
        (StudyOrder, StudyOrder)[] pairs =
        [
            (StudyOrder.Name, StudyOrder.NameDescending),
            (StudyOrder.Created, StudyOrder.CreatedDescending),
            (StudyOrder.Modified, StudyOrder.ModifiedDescending),
        ];
        foreach (var (up, down) in pairs)
        {
            var ascending = await ChecksAsync(chs, world, new ListStudies { Sort = up }, ManyRows.Count + 1);
            var descending = await ChecksAsync(chs, world, new ListStudies { Sort = down }, ManyRows.Count + 1);
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

    /// <summary>Single-row pages together are the whole list, and say how long it is.</summary>
    static async Task<IReadOnlyList<T>> ChecksAsync<T>(TestChs chs, World world, IQuery<Page<T>> list, int? count)
    {
        IRequest<Outcome<Page<T>>> QueryOf(int limit, string? cursor) =>
            (IQuery<Page<T>>)
                (object)(((PagedQuery)(object)list) with { Limit = limit, WithTotal = true, Cursor = cursor });
        var whole = await chs.AnswerAsync(world.Researcher, QueryOf(Page.MaximumLimit, null));
        var byOne = await chs.AllItemsAsync(world.Researcher, cursor => QueryOf(1, cursor));
        Assert.Equal(JsonSerializer.Serialize(whole.Items), JsonSerializer.Serialize(byOne));
        Assert.Equal(whole.Items.Count, whole.Total);
        Assert.Equal(count ?? whole.Items.Count, whole.Items.Count);
        return byOne;
    }
}
