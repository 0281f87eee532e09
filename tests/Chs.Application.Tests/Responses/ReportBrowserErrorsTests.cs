using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Application.Tests.Plays;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Chs.Application.Tests.Responses.BrowserErrorActions;

namespace Chs.Application.Tests.Responses;

public class ReportBrowserErrorsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_who_is_not_in_a_play(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var report = Report(await chs.StartAsync(world), "oops");
        foreach (var actor in (Actor?[])[null, world.Parent, world.OtherParent, world.Researcher, world.Reviewer])
            await chs.RefusesAsync(actor, report, "access.unauthenticated");
        Assert.Empty(await chs.KeptMessagesAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_sessions_of_others_and_keeps_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        var study = world.Study.Uuid;
        Actor[] others =
        [
            await chs.PlayAsync(world.OtherParent, study, world.OtherChild.Uuid),
            await chs.PlayAsync(world.Parent, study, await chs.AddChildAsync(world.Parent)),
            await chs.PreviewAsync(world),
        ];
        foreach (var other in others)
            await chs.RefusesAsync(other, Report(response, "oops"), "response.not_found");
        await chs.RefusesAsync(await chs.PlayAsync(world), Report(Guid.NewGuid(), "oops"), "response.not_found");
        Assert.Empty(await chs.KeptMessagesAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_nothing_of_who_has_no_session(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.StartAsync(world);
        var other = await chs.PlayAsync(world.OtherParent, world.Study.Uuid, world.OtherChild.Uuid);
        await chs.ReportsAsync(other, null, "oops");
        Assert.Empty(await chs.KeptMessagesAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_what_the_page_says_and_when_it_came(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var play = await chs.PlayAsync(world);
        var response = await chs.StartAsync(world);
        chs.Time.Advance(TimeSpan.FromMinutes(2));
        var at = Some.Moment.AddMinutes(1);
        var input = new BrowserErrorInput("no\0pe", "https://x.example/a.js:1:2", at);
        await chs.SucceedsAsync(play, new ReportBrowserErrors(response, [input], "Firefox/1"));
        var kept = await chs.WithAsync(db => db.BrowserErrors.SingleAsync());
        Assert.Equal(("no pe", input.Place, "Firefox/1"), (kept.Message, kept.Place, kept.Browser));
        Assert.Equal((at, Some.Moment.AddMinutes(2)), (kept.OccurredAt, kept.ReceivedAt));
        Assert.Equal(world.Study.Id, kept.StudyId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_the_newest_session_when_none_is_named(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var play = await chs.PlayAsync(world);
        var older = await chs.StartAsync(world);
        await chs.SavesAsync(world, older, Some.Trials(1));
        var newest = await chs.StartAsync(world);
        await chs.ReportsAsync(play, null, "oops");
        var of = await chs.WithAsync(db =>
            db.Responses.Where(r => db.BrowserErrors.Any(e => e.ResponseId == r.Id)).Select(r => r.Uuid).SingleAsync()
        );
        Assert.Equal(newest, of);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Drops_what_says_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var play = await chs.PlayAsync(world);
        var response = await chs.StartAsync(world);
        var inputs = (BrowserErrorInput[])[new("\u0001", " ", null), new("", "a.js:1", null)];
        await chs.SucceedsAsync(play, new ReportBrowserErrors(response, inputs, "Firefox"));
        await chs.SucceedsAsync(play, new ReportBrowserErrors(response, [], "Firefox"));
        Assert.Equal([""], await chs.KeptMessagesAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Drops_in_silence_what_goes_beyond_fifty(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var play = await chs.PlayAsync(world);
        var response = await chs.StartAsync(world);
        await chs.ReportsAsync(play, response, [.. Numbers(0, 30)]);
        await chs.ReportsAsync(play, response, [.. Numbers(30, 30)]);
        await chs.ReportsAsync(play, response, "later");
        Assert.Equal(Numbers(0, 50), await chs.KeptMessagesAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Drops_in_silence_what_goes_beyond_one_hundred_kilobytes(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var play = await chs.PlayAsync(world);
        var response = await chs.StartAsync(world);
        var text = new string('€', 1_000);
        var inputs = Enumerable.Repeat(new BrowserErrorInput(text, text, null), 40);
        await chs.SucceedsAsync(play, new ReportBrowserErrors(response, [.. inputs], text));
        var sizes = await chs.WithAsync(db => db.BrowserErrors.Select(e => e.Size).ToListAsync());
        Assert.Equal(BrowserErrorTally.MaximumSize / 6_900, sizes.Count);
        Assert.All(sizes, size => Assert.Equal(6_900, size));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_no_more_than_fifty_however_many_pages_report_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var play = await chs.PlayAsync(world);
        var response = await chs.StartAsync(world);
        var reports = Enumerable
            .Range(0, 8)
            .Select(i => chs.SendAsync(play, Report(response, [.. Numbers(i * 10, 10)])));
        Assert.All(await Task.WhenAll(reports), report => Assert.Null(report.Error));
        Assert.Equal(50, await chs.WithAsync(db => db.BrowserErrors.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Changes_nothing_of_the_session_and_leaves_no_trace_in_the_audit_log(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var play = await chs.PlayAsync(world);
        var response = await chs.StartAsync(world);
        var before = await StateAsync();
        chs.Time.Advance(TimeSpan.FromMinutes(2));
        await chs.ReportsAsync(play, response, "oops");
        Assert.Equal(before, await StateAsync());
        await chs.SavesAsync(world, response, Some.Trials(1));

        Task<(int, DateTimeOffset, int)> StateAsync() =>
            chs.WithAsync(async db =>
            {
                var session = await db.Responses.SingleAsync(r => r.Uuid == response);
                return (session.Version, session.ModifiedAt, await db.Audit.CountAsync());
            });
    }

    static IEnumerable<string> Numbers(int from, int count) =>
        Enumerable.Range(from, count).Select(number => $"error {number}");
}
