using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Scheduling;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Access;

public class QuotasTests
{
    static readonly Quota Narrow = new("account ada", 2, TimeSpan.FromMinutes(1));
    static readonly Quota Wide = new("network 192.0.2.1", 3, TimeSpan.FromMinutes(1));

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuse_when_they_are_used_up_and_say_how_long(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        Assert.Null(await TakeAsync(chs, Narrow));
        chs.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(await TakeAsync(chs, Narrow));
        Assert.Equal(TimeSpan.FromSeconds(40), await TakeAsync(chs, Narrow));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_whole_again_when_their_window_has_ended(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await UseUpAsync(chs, Narrow);
        chs.Time.Advance(Narrow.Window);
        await UseUpAsync(chs, Narrow);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Permit_no_more_when_many_take_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var quota = new Quota("many at once", 7, TimeSpan.FromMinutes(1));
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => TakeAsync(chs, quota))));
        Assert.Equal(7, taken.Count(wait => wait is null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lose_nothing_and_have_no_row_behind_one_that_is_used_up(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await UseUpAsync(chs, Wide);
        Assert.NotNull(await TakeAsync(chs, Wide, Narrow));
        Assert.Equal(1, await chs.WithAsync(db => db.QuotaUses.CountAsync()));
        await UseUpAsync(chs, Narrow);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keep_names_to_themselves(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await TakeAsync(chs, Narrow);
        var stored = await chs.WithAsync(db => db.QuotaUses.SingleAsync());
        Assert.Equal(64, stored.Digest.Length);
        Assert.DoesNotContain("ada", stored.Digest);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_forgotten_within_an_hour_after_their_window(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await TakeAsync(chs, Narrow, Wide, new Quota("a day", 1, TimeSpan.FromDays(1)));
        chs.Time.Advance(TimeSpan.FromHours(1));
        await chs.SucceedsAsync(null, new DeleteExpiredRecords());
        Assert.Equal(1, await chs.WithAsync(db => db.QuotaUses.CountAsync()));
    }

    static Task<TimeSpan?> TakeAsync(TestChs chs, params Quota[] quotas) =>
        chs.Get<IQuotas>().TakeAsync(quotas, CancellationToken.None);

    /// <summary>Takes all that there is, and checks that this is as much as the quota permits.</summary>
    static async Task UseUpAsync(TestChs chs, Quota quota)
    {
        for (var i = 0; i < quota.Permits; i++)
            Assert.Null(await TakeAsync(chs, quota));
        Assert.NotNull(await TakeAsync(chs, quota));
    }
}
