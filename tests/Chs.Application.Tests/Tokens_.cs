using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Exports;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>The limits of tokens for scripts and of sessions.</summary>
public class Tokens_
{
    static async Task<Actor> BearerAsync(TestChs chs, Actor owner, TokenScope? scope)
    {
        var key = (await chs.AnswerAsync(owner, new CreateToken("script", null, scope))).Key;
        return (await chs.AnswerAsync(null, new Authenticate(key, CredentialKind.ApiToken))).Actor;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_some_studies_show_no_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var another = (
            await chs.AnswerAsync(
                world.Researcher,
                new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "Another", IsPreviewShared = true })
            )
        ).Id;
        var bearer = await BearerAsync(chs, world.Researcher, new TokenScope(false, false, [world.Study.Uuid]));
        Assert.Equal([world.Study.Uuid], (await chs.AnswerAsync(bearer, new ListStudies())).Items.Select(s => s.Id));
        await chs.SucceedsAsync(bearer, new ReadStudy(world.Study.Uuid));
        await chs.SucceedsAsync(bearer, new UpdateStudy(world.Study.Uuid, new StudyInput { Priority = 3 }, null));
        await chs.RefusesAsync(bearer, new ReadStudy(another), "study.not_found");
        var update = new UpdateStudy(another, new StudyInput { Priority = 3 }, null);
        await chs.RefusesAsync(bearer, update, "study.not_found");
        await chs.RefusesAsync(bearer, new ListResponses { StudyId = another }, "study.not_found");
        await chs.RefusesAsync(bearer, new ExportResponses(another, []), "study.not_found");
        Assert.DoesNotContain(
            (await chs.AnswerAsync(bearer, new ListStudiesForJsonApi(new PageNumber(1, 100)))).Items,
            s => s.Study.Uuid == another
        );

        // This holds for a reviewer too, who otherwise sees every study.
        var reviewer = await BearerAsync(chs, world.Reviewer, new TokenScope(true, false, [another]));
        await chs.RefusesAsync(reviewer, new ReadStudy(world.Study.Uuid), "study.not_found");
        Assert.Equal(
            "/studies/0",
            (
                await chs.FaultAsync(
                    world.Outsider,
                    new CreateToken("x", null, new TokenScope(true, false, [world.Study.Uuid]))
                )
            ).Pointer
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task That_read_only_change_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var bearer = await BearerAsync(chs, world.Researcher, new TokenScope(true, false, []));
        await chs.SucceedsAsync(bearer, new ReadStudy(world.Study.Uuid));
        await chs.RefusesAsync(
            bearer,
            new UpdateStudy(world.Study.Uuid, new StudyInput { Priority = 3 }, null),
            "token.read_only"
        );
        await chs.RefusesAsync(
            bearer,
            new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "", null),
            "token.read_only"
        );
        Assert.Equal(
            StudyState.Active,
            (await chs.AnswerAsync(world.Researcher, new ReadStudy(world.Study.Uuid))).State
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task That_are_deidentified_show_nobody(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        var bearer = await BearerAsync(chs, world.Researcher, new TokenScope(false, true, []));
        Assert.Single((await chs.AnswerAsync(bearer, new ListResponses { StudyId = world.Study.Uuid })).Items);
        await chs.SucceedsAsync(bearer, new ExportResponses(world.Study.Uuid, ["child__age_rounded"]));
        await chs.RefusesAsync(
            bearer,
            new ExportResponses(world.Study.Uuid, ["child__birthday"]),
            "token.deidentified"
        );
        await chs.RefusesAsync(bearer, new ReadResponse(world.Study.Uuid, response), "token.deidentified");
        await chs.RefusesAsync(
            bearer,
            new ListChildrenForJsonApi(new PageNumber(1, 10), null, null),
            "token.deidentified"
        );
        await chs.RefusesAsync(bearer, new ListUsersForJsonApi(new PageNumber(1, 10)), "token.deidentified");
        await chs.RefusesAsync(
            bearer,
            new ListDemographicsForJsonApi(new PageNumber(1, 10), null, null),
            "token.deidentified"
        );
        await chs.RefusesAsync(
            bearer,
            new RuleConsent(world.Study.Uuid, response, Ruling.Rejected, ""),
            "token.deidentified"
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Can_t_widen_themselves_or_leave_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.WithAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Uuid == world.Researcher.Id)).MakeSuperuser();
            return await db.SaveChangesAsync(default);
        });
        var bearer = await BearerAsync(chs, world.Researcher, new TokenScope(false, true, []));
        Assert.Equal(SiteRight.None, bearer.Rights.Site);
        IRequest<Outcome>[] forbidden =
        [
            new RevokeToken(Guid.NewGuid()),
            new EndOtherSessions(null),
            new SetLabRole(world.Lab.Uuid, world.Outsider.Id, Domain.Labs.LabRole.Admin),
            new DisableSecondFactor("000000"),
            new SetStudyRole(world.Study.Uuid, world.Outsider.Id, StudyRole.Admin),
        ];
        foreach (var request in forbidden)
            await chs.RefusesAsync(bearer, request, "token.out_of_scope");
        await chs.RefusesAsync(bearer, new CreateToken("wider", null), "token.out_of_scope");
        await chs.RefusesAsync(bearer, new ListTokens(), "token.out_of_scope");
        await chs.RefusesAsync(bearer, new ListAccounts(), "token.out_of_scope");
        await chs.RefusesAsync(bearer, new ListChildren(), "token.out_of_scope");
        await chs.RefusesAsync(
            bearer,
            new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "x" }),
            "token.out_of_scope"
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Say_when_they_were_used_last_and_end_when_they_should(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var made = await chs.AnswerAsync(world.Parent, new CreateToken("script", 2));
        Assert.Null((await chs.AnswerAsync(world.Parent, new ListTokens())).Items.Single().LastUsedAt);
        var first = await chs.AnswerAsync(null, new Authenticate(made.Key, CredentialKind.ApiToken));
        Assert.True(first.IsLastUseOutdated);
        await chs.SendAsync(null, new RecordCredentialUse(first.Credential));
        Assert.Equal(
            chs.Time.GetUtcNow(),
            (await chs.AnswerAsync(world.Parent, new ListTokens())).Items.Single().LastUsedAt
        );
        Assert.False(
            (await chs.AnswerAsync(null, new Authenticate(made.Key, CredentialKind.ApiToken))).IsLastUseOutdated
        );
        chs.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(
            (await chs.AnswerAsync(null, new Authenticate(made.Key, CredentialKind.ApiToken))).IsLastUseOutdated
        );
        chs.Time.Advance(TimeSpan.FromDays(2));
        Assert.True((await chs.SendAsync(null, new Authenticate(made.Key, CredentialKind.ApiToken))).Failed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sessions_without_a_demanded_second_factor_are_a_parents(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, secondFactor: SecondFactorRule.Researchers);
        var world = await World.MakeAsync(chs);
        var session = (await LogInAsync(chs, "researcher@test.chs")).Secret;
        var half = await ActorOfAsync(chs, session);
        Assert.True(half.LacksSecondFactor);
        await chs.SucceedsAsync(half, new ListChildren());
        Assert.Empty((await chs.AnswerAsync(half, new ListStudies())).Items);
        await chs.RefusesAsync(half, new ReadStudy(world.Study.Uuid), "account.second_factor_needed");
        await chs.RefusesAsync(half, new UpdateLab(world.Lab.Uuid, Mine, null), "account.second_factor_needed");
        await chs.RefusesAsync(half, new CreateLab(Mine), "account.second_factor_needed");
        Assert.Empty((await chs.AnswerAsync(half, new ListSessions(new PageNumber(1, 10), null, null))).Items);
        // Scripts and parents need no second factor.
        Assert.False((await BearerAsync(chs, world.Researcher, null)).LacksSecondFactor);
        var parent = await LogInAsync(chs, "parent@test.chs");
        Assert.False((await ActorOfAsync(chs, parent.Secret)).LacksSecondFactor);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sessions_with_the_demanded_second_factor_are_a_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, secondFactor: SecondFactorRule.Researchers);
        await World.MakeAsync(chs);
        var session = (await LogInAsync(chs, "researcher@test.chs")).Secret;
        var half = await ActorOfAsync(chs, session);

        // The first code completes the session in which the second factor is enrolled.
        var secret = (await chs.AnswerAsync(half, new EnrolSecondFactor())).Secret;
        await chs.SucceedsAsync(half, new ActivateSecondFactor(Code(), session));
        Assert.False((await ActorOfAsync(chs, session)).LacksSecondFactor);

        chs.Time.Advance(TimeSpan.FromSeconds(60));
        var again = await LogInAsync(chs, "researcher@test.chs");
        Assert.True(again.NeedsCode);
        var confirmed = (await chs.AnswerAsync(null, new ConfirmLogIn(again.Secret, Code()))).Secret;
        Assert.False((await ActorOfAsync(chs, confirmed)).LacksSecondFactor);

        string Code() =>
            new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp(chs.Time.GetUtcNow().UtcDateTime);
    }

    static readonly LabInput Mine = new()
    {
        Name = "Mine",
        Institution = "",
        PrincipalInvestigator = "PI",
        ContactEmail = "mine@test.chs",
    };

    static Task<OpenedSession> LogInAsync(TestChs chs, string email) =>
        chs.AnswerAsync(null, new LogIn(email, "seven green bottles"));

    static async Task<Actor> ActorOfAsync(TestChs chs, string session) =>
        (await chs.AnswerAsync(null, new Authenticate(session, CredentialKind.Session))).Actor;
}
