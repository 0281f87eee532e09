using Chs.Application.Accounts;
using Chs.Application.Exports;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Xunit;

namespace Chs.Application.Tests.Pipeline;

/// <summary>What tokens for scripts may do, by their scope.</summary>
public class ScopeBehaviorTests
{
    static readonly TokenScope ReadOnly = new(true, false, []);
    static readonly TokenScope Deidentified = new(false, true, []);
    static readonly PageNumber FirstPage = new(1, 10);

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_a_token_of_some_studies_read_and_change_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var bearer = await chs.BearerAsync(world.Researcher, new TokenScope(false, false, [world.Study.Uuid]));
        await chs.SucceedsAsync(bearer, new ReadStudy(world.Study.Uuid));
        await chs.SucceedsAsync(bearer, new UpdateStudy(world.Study.Uuid, new StudyInput { Priority = 3 }, null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_other_studies_from_a_token_of_some(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var another = await CreateAnotherStudyAsync(chs, world);
        var bearer = await chs.BearerAsync(world.Researcher, new TokenScope(false, false, [world.Study.Uuid]));
        await chs.RefusesAsync(bearer, new ReadStudy(another), "study.not_found");
        var update = new UpdateStudy(another, new StudyInput { Priority = 3 }, null);
        await chs.RefusesAsync(bearer, update, "study.not_found");
        await chs.RefusesAsync(bearer, new ListResponses { StudyId = another }, "study.not_found");
        await chs.RefusesAsync(bearer, new ExportResponses(another, []), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_no_other_studies_to_a_token_of_some(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await CreateAnotherStudyAsync(chs, world);
        var bearer = await chs.BearerAsync(world.Researcher, new TokenScope(false, false, [world.Study.Uuid]));
        var listed = await chs.ItemsAsync(bearer, new ListStudies());
        Assert.Equal([world.Study.Uuid], listed.Select(study => study.Id));
        var inJsonApi = await chs.AnswerAsync(bearer, new ListStudiesForJsonApi(new PageNumber(1, 100)));
        Assert.Equal([world.Study.Uuid], inJsonApi.Items.Select(item => item.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_other_studies_from_a_reviewers_token_too(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var another = await CreateAnotherStudyAsync(chs, world);
        var bearer = await chs.BearerAsync(world.Reviewer, new TokenScope(true, false, [another]));
        await chs.RefusesAsync(bearer, new ReadStudy(world.Study.Uuid), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_a_token_that_only_reads_change_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        var bearer = await chs.BearerAsync(world.Researcher, ReadOnly);
        await chs.SucceedsAsync(bearer, new ReadStudy(id));
        var update = new UpdateStudy(id, new StudyInput { Priority = 3 }, null);
        await chs.RefusesAsync(bearer, update, "token.read_only");
        await chs.RefusesAsync(bearer, new MoveStudy(id, StudyTrigger.Pause, "", null), "token.read_only");
        Assert.Equal(StudyState.Active, (await chs.ReadStudyAsync(world)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_a_deidentified_token_read_what_identifies_nobody(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.ConsentAsync(world, await chs.StartAsync(world));
        var bearer = await chs.BearerAsync(world.Researcher, Deidentified);
        Assert.Single(await chs.ItemsAsync(bearer, new ListResponses { StudyId = world.Study.Uuid }));
        await chs.SucceedsAsync(bearer, new ExportResponses(world.Study.Uuid, ["child__age_rounded"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_a_deidentified_token_nobody(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        var bearer = await chs.BearerAsync(world.Researcher, Deidentified);
        await RefusesAsync(new ExportResponses(id, ["child__birthday"]));
        await RefusesAsync(new ReadResponse(id, response));
        await RefusesAsync(new ListChildrenForJsonApi(FirstPage, null, null));
        await RefusesAsync(new ListUsersForJsonApi(FirstPage));
        await RefusesAsync(new ListDemographicsForJsonApi(FirstPage, null, null));
        await RefusesAsync(new RuleConsent(id, response, Ruling.Rejected, ""));

        Task RefusesAsync<T>(IRequest<T> request)
            where T : IOutcome<T> => chs.RefusesAsync(bearer, request, "token.deidentified");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_no_token_change_accounts_and_roles(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var bearer = await chs.BearerAsync(world.Researcher, Deidentified);
        await chs.RefusesAsync(bearer, new RevokeToken(Guid.NewGuid()), "token.out_of_scope");
        IRequest<Outcome>[] requests =
        [
            new SetLabRole(world.Lab.Uuid, world.Outsider.Id, LabRole.Admin),
            new SetStudyRole(world.Study.Uuid, world.Outsider.Id, StudyRole.Admin),
        ];
        foreach (var request in requests)
            await chs.RefusesAsync(bearer, request, "account.needs_session");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_no_token_end_log_ins_or_change_how_its_owner_logs_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var bearer = await chs.BearerAsync(world.Researcher, Deidentified);
        IRequest<Outcome>[] requests =
        [
            new EndOtherSessions(null),
            new EndSession(Guid.NewGuid()),
            new DisableSecondFactor("000000"),
            new ChangePassword("an old password", "eight green bottles", null),
            new AskToConfirmEmail(),
        ];
        foreach (var request in requests)
            await chs.RefusesAsync(bearer, request, "account.needs_session");
        await chs.RefusesAsync(bearer, new EnrolSecondFactor("x"), "account.needs_session");
        await chs.RefusesAsync(bearer, new ActivateSecondFactor("000000", null), "account.needs_session");
        await chs.RefusesAsync(bearer, new ChangeEmail("a@b.example", "x"), "account.needs_session");
        await chs.RefusesAsync(bearer, new BecomeResearcher("x", "Ada", "Example"), "account.needs_session");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_no_token_widen_itself_or_leave_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var bearer = await chs.BearerAsync(world.Researcher, Deidentified);
        await RefusesAsync(new CreateToken("wider", null));
        await RefusesAsync(new ListTokens());
        await RefusesAsync(new ListAccounts());
        await RefusesAsync(new ListChildren());
        await RefusesAsync(new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "x" }));

        Task RefusesAsync<T>(IRequest<T> request)
            where T : IOutcome<T> => chs.RefusesAsync(bearer, request, "token.out_of_scope");
    }

    /// <summary>Creates a study that everybody may preview.</summary>
    static Task<Guid> CreateAnotherStudyAsync(TestChs chs, World world) =>
        chs.CreateStudyAsync(world, new StudyInput { Name = "Another", IsPreviewShared = true });
}
