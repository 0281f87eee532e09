using Chs.Application.Accounts;
using Chs.Application.Responses;
using Chs.Application.Tests.Accounts;
using Chs.Application.Tests.Builds;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

public class StartResponseTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_a_child_of_ones_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var child in (Guid[])[world.OtherChild.Uuid, Guid.NewGuid()])
            await chs.RefusesAsync(world.Parent, new StartResponse(world.Study.Uuid, child, false), "child.not_found");
        Assert.Equal(0, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_are_not_active(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        await chs.RefusesAsync(world.Parent, Start(world), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_families_no_previews(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Parent, Start(world) with { Preview = true }, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Continues_a_session_without_data(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Assert.Equal(await chs.StartAsync(world), await chs.StartAsync(world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Makes_a_new_session_after_the_first_trial_and_closes_the_old_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = await chs.StartAsync(world);
        await chs.SavesAsync(world, first, Some.Trials(1));
        var second = await chs.StartAsync(world);
        Assert.NotEqual(first, second);
        var open = await chs.WithAsync(db => db.Responses.Where(r => r.IsOpen).Select(r => r.Uuid).ToListAsync());
        Assert.Equal([second], open);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_what_the_window_of_a_closed_session_still_sends(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = await chs.StartAsync(world);
        await chs.SavesAsync(world, first, Some.Trials(1));
        await chs.StartAsync(world);
        await chs.SavesAsync(world, first, Some.Trials(2));
        Assert.Equal(Some.Trials(2), (await chs.ReadSessionAsync(world, first)).Text());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Never_leaves_two_sessions_open_however_many_windows_start(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => chs.SendAsync(world.Parent, Start(world))));
        Assert.All(starts.Where(s => s.Failed), s => Assert.Equal("response.started_concurrently", s.Error!.Code));
        Assert.Single(starts.Where(s => !s.Failed).Select(s => s.Value.Response!.Id).Distinct());
        Assert.Equal(1, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_the_session_to_a_runner_that_opens_its_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        await chs.BuildAsync(world, study, 'b');
        await chs.ActivateAsync(world, study);
        var start = await chs.AnswerAsync(world.Parent, new StartResponse(study, world.Child.Uuid, false));
        Assert.Equal(new StartedSession(StudyType.Frameplayer, null, false), start);
        Assert.Equal(0, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Says_that_a_runner_is_not_built(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        var child = (await chs.AnswerAsync(world.Researcher, new CreateChild(Children.Called("Try")))).Id;
        await chs.RefusesAsync(world.Researcher, new StartResponse(study, child, Preview: true), "study.not_built");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leads_to_an_external_study_with_who_takes_part(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await AddExternalAsync(chs, world, "https://lab.example/study?wave=2&child=x#start");
        var start = await chs.AnswerAsync(world.Parent, new StartResponse(study, world.Child.Uuid, false));
        var response = start.Response!.Id;
        // As JSON writes it.
        var page = start.ExternalUrl!.OriginalString;
        Assert.Matches($@"^https://lab\.example/study\?wave=2&child=\w{{6}}&response={response}#start$", page);
        var again = await chs.AnswerAsync(world.Parent, new StartResponse(study, world.Child.Uuid, false));
        Assert.Equal((response, true, start.ExternalUrl), (again.Response!.Id, again.IsResumed, again.ExternalUrl));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leads_to_an_external_study_by_an_address_that_a_header_can_hold(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await AddExternalAsync(chs, world, "https://exämple.org/ü?%63hild=9&größe=1");
        var start = await chs.AnswerAsync(world.Parent, new StartResponse(study, world.Child.Uuid, false));
        // As JSON writes it.
        var page = start.ExternalUrl!.OriginalString;
        Assert.StartsWith("https://xn--exmple-cua.org/%C3%BC?gr%C3%B6%C3%9Fe=1&child=", page);
        Assert.True(System.Text.Ascii.IsValid(page));
    }

    [Theory, OnSqlite]
    public async Task Keeps_the_port_that_an_external_study_names(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await AddExternalAsync(chs, world, "https://lab.example:8443/study");
        var start = await chs.AnswerAsync(world.Parent, new StartResponse(study, world.Child.Uuid, false));
        Assert.StartsWith("https://lab.example:8443/study?child=", start.ExternalUrl!.OriginalString);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Begins_no_external_study_that_is_nowhere(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await AddExternalAsync(chs, world, "");
        var start = new StartResponse(study, world.Child.Uuid, false);
        await chs.RefusesAsync(world.Parent, start, "study.no_address");
        Assert.Equal(0, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    static async Task<Guid> AddExternalAsync(TestChs chs, World world, string address)
    {
        var protocol = StudyProtocol.Empty with { ExternalUrl = address };
        var deed = Some.DeedOf(world.Researcher);
        var study = Some.Study(world.Lab, deed, "Elsewhere", StudyType.External, protocol);
        foreach (var step in (StudyTrigger[])[StudyTrigger.Submit, StudyTrigger.Approve, StudyTrigger.Activate])
            Assert.Null(study.Move(step, world.Lab, "", deed).Error);
        await chs.WithAsync(async db =>
        {
            db.Studies.Add(study);
            return await db.SaveChangesAsync(default);
        });
        return study.Uuid;
    }

    static StartResponse Start(World world) => new(world.Study.Uuid, world.Child.Uuid, false);
}
