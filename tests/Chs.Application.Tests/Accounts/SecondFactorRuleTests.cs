using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>A site that demands a second factor of researchers.</summary>
public class SecondFactorRuleTests
{
    static readonly string Needed = AccountErrors.SecondFactorNeeded.Code;

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_researchers_without_a_second_factor_their_own_children(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        var half = await ResearcherWithoutSecondFactorAsync(chs);
        Assert.True(half.LacksSecondFactor);
        await chs.SucceedsAsync(half, new ListChildren());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_researchers_without_a_second_factor_why_they_see_no_studies_and_no_sessions(
        DatabaseProvider on
    )
    {
        await using var chs = await StartAsync(on);
        var world = await World.MakeAsync(chs);
        var half = await ResearcherWithoutSecondFactorAsync(chs);
        await chs.RefusesAsync(half, new ListStudies(), Needed);
        await chs.RefusesAsync(half, new ReadStudy(world.Study.Uuid), Needed);
        await chs.RefusesAsync(half, new ListSessions(new PageNumber(1, 10), null, null), Needed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_researchers_without_a_second_factor_change_and_create_no_labs(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var world = await World.MakeAsync(chs);
        var half = await ResearcherWithoutSecondFactorAsync(chs);
        var input = WorldSteps.LabNamed("Mine");
        await chs.RefusesAsync(half, new UpdateLab(world.Lab.Uuid, input, null), Needed);
        await chs.RefusesAsync(half, new CreateLab(input), Needed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Demands_nothing_of_parents_and_their_scripts(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var world = await World.MakeAsync(chs);
        Assert.False((await chs.BearerAsync(world.Parent, null)).LacksSecondFactor);
        Assert.False((await ActorOfAsync(chs, await chs.LogInAsync("parent@test.chs"))).LacksSecondFactor);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_met_by_the_session_in_which_the_second_factor_is_activated(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        var session = await chs.LogInAsync("researcher@test.chs");
        await ActivateAsync(chs, session);
        Assert.False((await ActorOfAsync(chs, session)).LacksSecondFactor);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_met_by_a_log_in_that_was_confirmed_by_a_code(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        var secret = await ActivateAsync(chs, await chs.LogInAsync("researcher@test.chs"));
        chs.Time.Advance(TimeSpan.FromSeconds(60));
        var pending = await chs.AnswerAsync(null, new LogIn("researcher@test.chs", LogIns.Password));
        Assert.True(pending.NeedsCode);
        var code = SecondFactorOwner.CodeAt(secret, chs.Time.GetUtcNow());
        var confirmed = await chs.AnswerAsync(null, new ConfirmLogIn(pending.Secret, code));
        Assert.False((await ActorOfAsync(chs, confirmed.Secret)).LacksSecondFactor);
    }

    static Task<TestChs> StartAsync(DatabaseProvider on) =>
        TestChs.StartAsync(on, secondFactor: SecondFactorRule.Researchers);

    static async Task<Actor> ResearcherWithoutSecondFactorAsync(TestChs chs) =>
        await ActorOfAsync(chs, await chs.LogInAsync("researcher@test.chs"));

    static async Task<Actor> ActorOfAsync(TestChs chs, string session) =>
        (await chs.AnswerAsync(null, new Authenticate(session, CredentialKind.Session))).Actor;

    /// <summary>Enrols and activates a second factor in a session.</summary>
    /// <returns>Its secret.</returns>
    static async Task<string> ActivateAsync(TestChs chs, string session)
    {
        var actor = await ActorOfAsync(chs, session);
        var secret = (await chs.AnswerAsync(actor, new EnrolSecondFactor(LogIns.Password))).Secret;
        var code = SecondFactorOwner.CodeAt(secret, chs.Time.GetUtcNow());
        await chs.SucceedsAsync(actor, new ActivateSecondFactor(code, session));
        return secret;
    }
}
