using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Xunit;

namespace Chs.Application.Tests.Paging;

/// <summary>The lists of the contract for scripts.</summary>
public class NumberedPagesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Take_no_more_statements_for_a_long_page(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ManyRows.AddAsync(chs, world);

        await CompareAsync(chs, world, page => new ListSessions(page, null, null));
        await CompareAsync(chs, world, page => new ListSessionsOfStudy(world.Study.Uuid, page, null));
        await CompareAsync(chs, world, page => new ListStudiesForJsonApi(page));
        await CompareAsync(chs, world, page => new ListChildrenForJsonApi(page, null, null));
        await CompareAsync(chs, world, page => new ListUsersForJsonApi(page));
        await CompareAsync(chs, world, page => new ListDemographicsForJsonApi(page, null, "age,-pk"));
        await CompareAsync(chs, world, page => new ListFeedback(page));
        await CompareAsync(chs, world, page => new ListLabsForJsonApi(page));
    }

    /// <summary>A page of 100 takes as many statements as one of two.</summary>
    static async Task CompareAsync<T>(
        TestChs chs,
        World world,
        Func<PageNumber, IRequest<Outcome<NumberedPage<T>>>> request
    )
    {
        // A page of one might show nobody but the reader, whose reading isn't audited.
        var forTwo = await CountAsync(2);
        var forMany = await CountAsync(100);
        Assert.True(
            forTwo == forMany && forMany is > 0 and < 12,
            $"{typeof(T).Name}: {forTwo} statements for two, {forMany} for many"
        );

        async Task<int> CountAsync(int size)
        {
            var before = chs.Statements;
            await chs.AnswerAsync(world.Researcher, request(new PageNumber(1, size)));
            return chs.Statements - before;
        }
    }
}
