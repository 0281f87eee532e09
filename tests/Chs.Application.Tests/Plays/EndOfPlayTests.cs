using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Plays;
using Chs.Application.Scheduling;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Plays;

/// <summary>What ends a play, and what doesn't.</summary>
public class EndOfPlayTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Logging_out_ends_the_play_that_began_with_that_log_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var (secret, here) = await chs.LogInAsync();
        var (_, elsewhere) = await chs.LogInAsync();
        var key = await chs.BeginAsync(here, world.Study.Uuid, world.Child.Uuid);
        var other = await chs.BeginAsync(elsewhere, world.Study.Uuid, world.Child.Uuid);
        await chs.SucceedsAsync(null, new LogOut(secret));
        Assert.False(await chs.IsOpenAsync(key));
        Assert.True(await chs.IsOpenAsync(other));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ending_a_log_in_or_all_others_ends_their_plays(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var (secret, here) = await chs.LogInAsync();
        var (_, elsewhere) = await chs.LogInAsync();
        var (_, third) = await chs.LogInAsync();
        var key = await chs.BeginAsync(here, world.Study.Uuid, world.Child.Uuid);
        var ended = await chs.BeginAsync(elsewhere, world.Study.Uuid, world.Child.Uuid);
        var other = await chs.BeginAsync(third, world.Study.Uuid, world.Child.Uuid);
        var log = await chs.WithAsync(db =>
            db.Credentials.Where(c => c.Id == elsewhere.CredentialKey).Select(c => c.Uuid).SingleAsync()
        );
        await chs.SucceedsAsync(here, new EndSession(log));
        Assert.False(await chs.IsOpenAsync(ended));
        await chs.SucceedsAsync(here, new EndOtherSessions(secret));
        Assert.False(await chs.IsOpenAsync(other));
        Assert.True(await chs.IsOpenAsync(key));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_in_that_runs_out_ends_no_play_but_a_new_password_does(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var (_, here) = await chs.LogInAsync();
        var key = await chs.BeginAsync(here, world.Study.Uuid, world.Child.Uuid);
        var player = await chs.AnswerAsync(null, new AuthenticatePlay(key));
        // It began four days ago, as the log-in, but it was saved to since.
        chs.Time.Advance(TimeSpan.FromDays(3));
        await chs.SucceedsAsync(player, new ExtendPlay());
        chs.Time.Advance(TimeSpan.FromDays(2));
        await chs.SucceedsAsync(null, new DeleteExpiredRecords());
        Assert.Equal(0, await chs.WithAsync(db => db.Credentials.CountAsync()));
        Assert.True(await chs.IsOpenAsync(key));

        await chs.SucceedsAsync(
            world.Parent,
            new ChangePassword("seven green bottles", "eight green bottles", Session: null)
        );
        Assert.False(await chs.IsOpenAsync(key));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_play_lasts_four_days_from_its_last_save(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await chs.BeginAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        var player = await chs.AnswerAsync(null, new AuthenticatePlay(key));
        Assert.False(player.Play!.IsExtendedBy(chs.Time.GetUtcNow().AddMinutes(59)));
        Assert.True(player.Play.IsExtendedBy(chs.Time.GetUtcNow().AddHours(1)));
        chs.Time.Advance(TimeSpan.FromDays(4));
        Assert.False(await chs.IsOpenAsync(key));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Closing_the_account_ends_its_plays_for_good(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await chs.BeginAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        var closing = new UpdateAccountStanding(world.Parent.Id, false, false, "", null);
        var staff = await chs.AddStaffAsync("staff", SiteRight.EditUsers);
        await chs.SucceedsAsync(staff, closing);
        Assert.False(await chs.IsOpenAsync(key));
        await chs.SucceedsAsync(staff, closing with { IsActive = true });
        Assert.False(await chs.IsOpenAsync(key));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Removing_the_child_ends_its_plays(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await chs.BeginAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        await chs.SucceedsAsync(world.Parent, new DeleteChild(world.Child.Uuid, null));
        Assert.False(await chs.IsOpenAsync(key));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Withdrawing_the_labs_approval_ends_the_plays_of_its_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await chs.BeginAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        await chs.SucceedsAsync(world.Reviewer, new WithdrawLabApproval(world.Lab.Uuid, null));
        Assert.False(await chs.IsOpenAsync(key));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pausing_deactivating_and_sending_back_stop_only_starts_and_archiving_ends_plays(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await chs.BeginAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        await MoveAsync(StudyTrigger.Pause);
        Assert.True(await chs.IsOpenAsync(key));
        await MoveAsync(StudyTrigger.Activate);
        // A change sends the study back to the reviewers.
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "2" });
        Assert.True(await chs.IsOpenAsync(key));
        await MoveAsync(StudyTrigger.Archive);
        Assert.False(await chs.IsOpenAsync(key));

        Task MoveAsync(StudyTrigger step) =>
            chs.SucceedsAsync(world.Researcher, new MoveStudy(world.Study.Uuid, step, "Because.", null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_may_not_see_a_study_any_more_may_not_go_on_previewing_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.UpdateStudyAsync(world, new StudyInput { IsPreviewShared = true });
        var child = await chs.AddChildAsync(world.Outsider);
        var key = await chs.BeginAsync(world.Outsider, world.Study.Uuid, child, isPreview: true);
        Assert.True(await chs.IsOpenAsync(key));
        await chs.UpdateStudyAsync(world, new StudyInput { IsPreviewShared = false });
        Assert.False(await chs.IsOpenAsync(key));
    }
}
