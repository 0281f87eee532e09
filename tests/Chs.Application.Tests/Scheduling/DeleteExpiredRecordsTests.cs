using Chs.Application.Responses;
using Chs.Application.Scheduling;
using Chs.Application.Tests.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Scheduling;

public class DeleteExpiredRecordsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Forgets_idempotency_keys_first(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await LeaveRecordsAsync(chs);
        Assert.Equal((0, 1, 1), await CountAfterAsync(chs, days: 1.5));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ends_sessions_and_closes_responses_that_were_left(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await LeaveRecordsAsync(chs);
        Assert.Equal((0, 0, 0), await CountAfterAsync(chs, days: 4.5));
    }

    /// <summary>Leaves an idempotent request, a log-in and an open response.</summary>
    static async Task LeaveRecordsAsync(TestChs chs)
    {
        var world = await World.MakeAsync(chs);
        var start = new StartResponse(world.Study.Uuid, world.Child.Uuid, false);
        await chs.AnswerAsync(world.Parent, start, "key");
        await chs.LogInAsync("parent@test.chs");
    }

    static async Task<(int Requests, int Credentials, int OpenResponses)> CountAfterAsync(TestChs chs, double days)
    {
        chs.Time.Advance(TimeSpan.FromDays(days));
        await chs.SucceedsAsync(null, new DeleteExpiredRecords());
        return await chs.WithAsync(async db =>
            (
                await db.IdempotentRequests.CountAsync(),
                await db.Credentials.CountAsync(),
                await db.Responses.CountAsync(r => r.IsOpen)
            )
        );
    }
}
