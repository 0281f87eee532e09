using Chs.Application.Scheduling;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Scheduling;

public class CheckEthicsApprovalsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Does_nothing_while_the_approval_lasts(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await MakeWorldAsync(chs, days: 40);
        Assert.Equal(0, await CheckAfterAsync(chs, days: 0));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Warns_once_before_the_approval_ends(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await MakeWorldAsync(chs, days: 40);
        Assert.Equal(1, await CheckAfterAsync(chs, days: 12));
        Assert.Equal(0, await CheckAfterAsync(chs, days: 0));
        Assert.Equal([nameof(EthicsApprovalExpiring)], await ToldAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pauses_the_study_once_after_the_approval_has_ended(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await MakeWorldAsync(chs, days: 40);
        Assert.Equal(1, await CheckAfterAsync(chs, days: 43));
        Assert.Equal(0, await CheckAfterAsync(chs, days: 0));
        Assert.Equal(StudyState.Paused, (await chs.ReadStudyAsync(world)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_of_the_end_after_the_warning(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await MakeWorldAsync(chs, days: 40);
        await CheckAfterAsync(chs, days: 12);
        await CheckAfterAsync(chs, days: 31);
        Assert.Equal([nameof(EthicsApprovalExpiring), nameof(EthicsApprovalExpired)], await ToldAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Writes_the_pause_into_the_log_of_the_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await MakeWorldAsync(chs, days: 40);
        await CheckAfterAsync(chs, days: 43);
        var last = await chs.WithAsync(db => db.StudyLog.OrderByDescending(e => e.Id).FirstAsync());
        Assert.Equal("paused", last.Action);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_paused_study_from_activation_until_the_approval_is_renewed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await MakeWorldAsync(chs, days: 1);
        await CheckAfterAsync(chs, days: 3);
        var activate = new MoveStudy(world.Study.Uuid, StudyTrigger.Activate, "", null);
        await chs.RefusesAsync(world.Researcher, activate, "study.ethics_approval_ended");
        await SetApprovalEndAsync(chs, world, days: 400);
        await chs.SucceedsAsync(world.Researcher, activate);
    }

    /// <param name="days">From today until the end of the study's approval.</param>
    static async Task<World> MakeWorldAsync(TestChs chs, int days)
    {
        var world = await World.MakeAsync(chs);
        await SetApprovalEndAsync(chs, world, days);
        return world;
    }

    /// <param name="days">From today.</param>
    static async Task SetApprovalEndAsync(TestChs chs, World world, int days)
    {
        var until = DateOnly.FromDateTime(chs.Time.GetUtcNow().UtcDateTime).AddDays(days);
        await chs.UpdateStudyAsync(world, new StudyInput { IrbUntil = until });
    }

    /// <returns>Number of studies that were warned about or paused.</returns>
    static Task<int> CheckAfterAsync(TestChs chs, int days)
    {
        chs.Time.Advance(TimeSpan.FromDays(days));
        return chs.AnswerAsync(null, new CheckEthicsApprovals());
    }

    static async Task<IEnumerable<string>> ToldAsync(TestChs chs) =>
        (await chs.OutboxKindsAsync()).Where(kind => kind.StartsWith("EthicsApproval", StringComparison.Ordinal));
}
