using Chs.Application.Access;
using Chs.Application.Plays;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Application.Tests.Plays;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>The errors of a session, and their numbers, as researchers see them.</summary>
public class ListBrowserErrorsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_errors_until_the_consent_is_accepted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ReportsAsync(await chs.PlayAsync(world), response, "oops");
        await chs.RefusesAsync(world.Researcher, ErrorsOf(world, response), "response.not_found");
        await chs.ConsentAsync(world, response);
        Assert.Single(await chs.ItemsAsync(world.Researcher, ErrorsOf(world, response)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_errors_from_whoever_may_not_read_the_response(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        await chs.ReportsAsync(await chs.PlayAsync(world), response, "oops");
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Member);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.Design);
        // The family has sent them, but they are for researchers.
        foreach (var actor in (Actor[])[world.OtherParent, world.Parent])
            await chs.RefusesAsync(actor, ErrorsOf(world, response), "study.not_found");
        await chs.RefusesAsync(world.Reviewer, ErrorsOf(world, response), "access.forbidden");
        // By the role in the study, previews only.
        await chs.RefusesAsync(world.Outsider, ErrorsOf(world, response), "response.not_found");
        await chs.RefusesAsync(world.Researcher, ErrorsOf(world, Guid.NewGuid()), "response.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_errors_of_previews_without_a_consent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var child = await chs.AddChildAsync(world.Researcher);
        var preview = await chs.PlayAsync(world.Researcher, world.Study.Uuid, child, isPreview: true);
        var session = (await chs.AnswerAsync(preview, new OpenPlayedSession())).Id;
        await chs.ReportsAsync(preview, session, "jsPsychFoo is not defined");
        Assert.Single(await chs.ItemsAsync(world.Researcher, ErrorsOf(world, session)));
        await chs.RefusesAsync(world.Outsider, ErrorsOf(world, session), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_keys_only_what_they_may_see(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        await chs.ReportsAsync(await chs.PlayAsync(world), response, "oops");
        var deidentified = await chs.BearerAsync(world.Researcher, new TokenScope(false, true, []));
        await chs.RefusesAsync(deidentified, ErrorsOf(world, response), "token.deidentified");
        var ofAnother = await chs.CreateStudyAsync(world, new StudyInput { Name = "Another" });
        var elsewhere = await chs.BearerAsync(world.Researcher, new TokenScope(true, false, [ofAnother]));
        await chs.RefusesAsync(elsewhere, ErrorsOf(world, response), "study.not_found");
        var here = await chs.BearerAsync(world.Researcher, new TokenScope(true, false, [world.Study.Uuid]));
        Assert.Single(await chs.ItemsAsync(here, ErrorsOf(world, response)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_the_errors_of_one_session_in_their_order_page_by_page(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var other = await chs.StartWithConsentAsync(world);
        await chs.SavesAsync(world, other, Some.Trials(1));
        await chs.ReportsAsync(await chs.PlayAsync(world), other, "of another session");
        var response = await chs.StartWithConsentAsync(world);
        string[] messages = ["first", "second", "third", "fourth", "fifth"];
        await chs.ReportsAsync(await chs.PlayAsync(world), response, messages);
        var query = ErrorsOf(world, response) with { Limit = 2 };
        var seen = await chs.AllItemsAsync(world.Researcher, cursor => query with { Cursor = cursor });
        Assert.Equal(messages, seen.Select(error => error.Message));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_who_read_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        await chs.RefusesAsync(world.Outsider, ErrorsOf(world, response), "study.not_found");
        await chs.SucceedsAsync(world.Researcher, ErrorsOf(world, response));
        var readers = await chs.WithAsync(db =>
            db.Audit.Where(e => e.Action == "read browser errors").Select(e => new { e.Actor, e.Subject }).ToListAsync()
        );
        var reader = Assert.Single(readers);
        Assert.Equal((world.Researcher.Id, response), (reader.Actor!.Value, reader.Subject!.Value));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Counts_errors_in_lists_of_responses(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = await chs.StartWithConsentAsync(world);
        await chs.SavesAsync(world, first, Some.Trials(1));
        await chs.ReportsAsync(await chs.PlayAsync(world), first, "one", "two");
        await chs.StartWithConsentAsync(world);
        var listed = await chs.ItemsAsync(world.Researcher, new ListResponses { StudyId = world.Study.Uuid });
        Assert.Equal([0, 2], listed.Select(response => response.BrowserErrorCount));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Counts_errors_of_families_in_lists_of_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.CreateStudyAsync(world, new StudyInput { Name = "Another" });
        await chs.ReportsAsync(await chs.PlayAsync(world), await chs.StartAsync(world), "before the consent", "again");
        await chs.ReportInPreviewAsync(world, "in a preview");
        var listed = await chs.ItemsAsync(world.Researcher, new ListStudies());
        Assert.Equal([0, 2], listed.Select(study => study.Numbers.BrowserErrorCount));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Loses_the_errors_of_previews_with_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.ReportInPreviewAsync(world, "in a preview");
        await chs.ReportsAsync(await chs.PlayAsync(world), await chs.StartAsync(world), "of a family");
        await chs.SucceedsAsync(world.Researcher, new DeletePreviews(world.Study.Uuid));
        Assert.Equal(["of a family"], await chs.KeptMessagesAsync());
    }

    static ListBrowserErrors ErrorsOf(World world, Guid response) =>
        new() { StudyId = world.Study.Uuid, ResponseId = response };
}
