using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Builds;
using Chs.Application.Exports;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Application.Tests.Exports;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Pipeline;

/// <summary>A key for some studies shows nothing else; one that is de-identified nothing by which a family is known.</summary>
public class LimitedKeysShowNothingMoreTests
{
    static readonly PageNumber FirstPage = new(1, 100);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_for_some_studies_shows_nothing_of_its_owner(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var own = await OwnFamilyAsync(chs, world);
        // The owner's own account sees them, so that they are what is left out.
        Assert.Contains(own.Child, await ChildrenAsync(chs, world.Researcher));
        Assert.Contains(own.Response, await SessionsAsync(chs, world.Researcher));

        var key = await KeyAsync(chs, world);
        await chs.RefusesAsync(key, new ReadOwnAccount(), "token.out_of_scope");
        Assert.DoesNotContain(own.Child, await ChildrenAsync(chs, key));
        Assert.DoesNotContain(own.Response, await SessionsAsync(chs, key));
        await chs.RefusesAsync(key, new ReadSession(own.Response), "response.not_found");
        await chs.RefusesAsync(key, new ReadChildForJsonApi(own.Child, null), "child.not_found");
        await chs.RefusesAsync(key, new ReadUserForJsonApi(world.Researcher.Id), "user.not_found");
        Assert.Empty((await chs.AnswerAsync(key, new ListUsersForJsonApi(FirstPage))).Items);
        Assert.Empty((await chs.AnswerAsync(key, new ListDemographicsForJsonApi(FirstPage, null, null))).Items);
        Assert.Empty((await chs.AnswerAsync(key, new ListFeedback(FirstPage))).Items);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_for_some_studies_shows_these(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        var key = await KeyAsync(chs, world);
        Assert.Equal([response], await SessionsAsync(chs, key));
        Assert.Equal([world.Child.Uuid], await ChildrenAsync(chs, key));
        await chs.SucceedsAsync(key, new ReadUserForJsonApi(world.Parent.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_for_some_studies_shows_no_others_not_even_public_ones(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var another = await chs.CreateStudyAsync(world, new StudyInput { Name = "Another", IsPreviewShared = true });
        var key = await chs.BearerAsync(world.Researcher, new TokenScope(false, false, [another]));
        Assert.Equal(
            [another],
            (await chs.AnswerAsync(key, new ListStudiesForJsonApi(FirstPage))).Items.Select(study => study.Id)
        );
        await chs.RefusesAsync(key, new ReadStudyForJsonApi(world.Study.Uuid), "study.not_found");
        await chs.RefusesAsync(key, new ReadRights(world.Study.Uuid, null), "study.not_found");
        await chs.RefusesAsync(key, new ListStudyResearchers { StudyId = world.Study.Uuid }, "study.not_found");
        await chs.RefusesAsync(key, new ListStudyLog { StudyId = world.Study.Uuid }, "study.not_found");
        await chs.RefusesAsync(key, new ListBuilds { StudyId = world.Study.Uuid }, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_for_some_studies_shows_the_labs_of_these_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var other = await SecondLabAsync(chs, world);
        var key = await KeyAsync(chs, world);
        Assert.Equal([world.Lab.Uuid], (await chs.ItemsAsync(key, new ListLabs())).Select(lab => lab.Id));
        Assert.Equal(
            [world.Lab.Uuid],
            (await chs.ItemsAsync(key, new ListLabs { Set = LabSet.Mine })).Select(lab => lab.Id)
        );
        Assert.Equal(
            [world.Lab.Uuid],
            (await chs.AnswerAsync(key, new ListLabsForJsonApi(FirstPage))).Items.Select(lab => lab.Id)
        );
        await chs.RefusesAsync(key, new ReadLab(other), "lab.not_found");
        await chs.RefusesAsync(key, new ReadLabForJsonApi(other), "lab.not_found");
        await chs.SucceedsAsync(key, new ReadLab(world.Lab.Uuid));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_deidentified_key_downloads_no_texts_about_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await SaidAsync(chs, world);
        var request = new ExportResponses(world.Study.Uuid, ["child__age_rounded"]);
        var whole = await CsvFile.DownloadAsync(chs, world, request);
        Assert.Contains("Mika hid under the table", whole.Text);
        Assert.Contains("Mika's mother agrees", whole.Text);

        var key = await chs.BearerAsync(world.Researcher, new TokenScope(false, true, []));
        await chs.SucceedsAsync(key, request);
        var file = await CsvFile.DownloadAsync(chs, key, request);
        Assert.DoesNotContain("Mika", file.Text);
        Assert.DoesNotContain("response__parent_feedback", file.Header);
        Assert.DoesNotContain("consent__comment", file.Header);
        Assert.Contains("consent__ruling", file.Header);
        await chs.RefusesAsync(
            key,
            new ExportResponses(world.Study.Uuid, ["child__additional_information"]),
            "token.deidentified"
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_deidentified_key_reads_no_texts_about_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await SaidAsync(chs, world);
        var study = world.Study.Uuid;
        var key = await chs.BearerAsync(world.Researcher, new TokenScope(false, true, []));
        const string refused = "token.deidentified";
        await chs.RefusesAsync(key, new ReadResponse(study, response), refused);
        await chs.RefusesAsync(key, new ListConsentRulings { StudyId = study, ResponseId = response }, refused);
        await chs.RefusesAsync(key, new ListBrowserErrors { StudyId = study, ResponseId = response }, refused);
        await chs.RefusesAsync(key, new ReadResponseRevision(study, response, Guid.NewGuid()), refused);
        await chs.RefusesAsync(key, new ListFeedback(FirstPage), refused);
        await chs.RefusesAsync(key, new ReadSession(response), refused);
        await chs.RefusesAsync(key, new ListSessions(FirstPage, null, null), refused);
        await chs.RefusesAsync(key, new ListSessionsOfStudy(study, FirstPage, null), refused);
        await chs.RefusesAsync(key, new ReadSessionOfStudy(study, response), refused);
        await chs.RefusesAsync(key, new ReadChildForJsonApi(world.Child.Uuid, null), refused);
        await chs.RefusesAsync(key, new ReadUserForJsonApi(world.Parent.Id), refused);
    }

    static Task<Actor> KeyAsync(TestChs chs, World world) =>
        chs.BearerAsync(world.Researcher, new TokenScope(false, false, [world.Study.Uuid]));

    /// <summary>The researcher has a child, too, which has taken part in another lab's study.</summary>
    static async Task<(Guid Child, Guid Response)> OwnFamilyAsync(TestChs chs, World world)
    {
        var child = (await chs.AnswerAsync(world.Researcher, new CreateChild(Children.Called("Juno")))).Id;
        var started = await chs.AnswerAsync(world.Researcher, new StartResponse(world.Study.Uuid, child, false));
        return (child, started.Response!.Id);
    }

    static async Task<Guid[]> ChildrenAsync(TestChs chs, Actor actor) =>
        [.. (await chs.AnswerAsync(actor, new ListChildrenForJsonApi(FirstPage, null, null))).Items.Select(c => c.Id)];

    static async Task<Guid[]> SessionsAsync(TestChs chs, Actor actor) =>
        [.. (await chs.AnswerAsync(actor, new ListSessions(FirstPage, null, null))).Items.Select(s => s.Header.Id)];

    /// <summary>The researcher's other lab.</summary>
    static Task<Guid> SecondLabAsync(TestChs chs, World world) =>
        chs.WithAsync(async db =>
        {
            var owner = await db.Users.SingleAsync(u => u.Id == world.Researcher.Key);
            var profile = new LabProfile("Second", "Uni", "PI", "second@test.chs", "", "", "");
            var lab = Lab.Create(profile, Some.DeedOf(owner));
            lab.Approve(Some.DeedOf(owner));
            db.Labs.Add(lab);
            await db.SaveChangesAsync(default);
            return lab.Uuid;
        });

    /// <summary>A session in which a parent and a researcher wrote about the child.</summary>
    static async Task<Guid> SaidAsync(TestChs chs, World world)
    {
        var response = await chs.StartAsync(world);
        const string exit = """
            [{"trial_index":0,"trial_type":"exit","chs_type":"exit","response":
            {"withdrawal":false,"useOfMedia":"public","databraryShare":"yes","feedback":"Mika hid under the table"}}]
            """;
        await chs.SaveAsync(world, response, exit, new ResponseFlags { CompletedConsentFrame = true });
        var ruling = new RuleConsent(world.Study.Uuid, response, Ruling.Accepted, "Mika's mother agrees");
        await chs.SucceedsAsync(world.Researcher, ruling);
        return response;
    }
}
