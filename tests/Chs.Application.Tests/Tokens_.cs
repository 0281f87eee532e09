using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Exports;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
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

/// <summary>Keys for scripts and sessions reach as far as they say, and no further.</summary>
public class Tokens_
{
    static async Task<Actor> BearerAsync(TestChs chs, Actor owner, TokenScope? scope)
    {
        var key = (await chs.SendAsync(owner, new CreateToken("script", null, scope))).Value.Key;
        return (await chs.SendAsync(null, new Authenticate(key, CredentialKind.ApiToken))).Value.Actor;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_some_studies_show_no_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var another = (
            await chs.SendAsync(
                world.Researcher,
                new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "Another", IsPreviewShared = true })
            )
        )
            .Value
            .Id;
        var bearer = await BearerAsync(chs, world.Researcher, new TokenScope(false, false, [world.Study.Uuid]));
        Assert.Equal(
            [world.Study.Uuid],
            (await chs.SendAsync(bearer, new ListStudies())).Value.Items.Select(s => s.Id)
        );
        Assert.False((await chs.SendAsync(bearer, new ReadStudy(world.Study.Uuid))).Failed);
        Assert.False(
            (
                await chs.SendAsync(bearer, new UpdateStudy(world.Study.Uuid, new StudyInput { Priority = 3 }, null))
            ).Failed
        );
        foreach (
            var request in (IRequest<Outcome<StudyView>>[])
                [new ReadStudy(another), new UpdateStudy(another, new StudyInput { Priority = 3 }, null)]
        )
            Assert.Equal("study.not_found", (await chs.SendAsync(bearer, request)).Error?.Code);
        Assert.Equal(
            "study.not_found",
            (await chs.SendAsync(bearer, new ListResponses { StudyId = another })).Error?.Code
        );
        Assert.Equal("study.not_found", (await chs.SendAsync(bearer, new ExportResponses(another, []))).Error?.Code);
        Assert.DoesNotContain(
            (await chs.SendAsync(bearer, new ListStudiesForJsonApi(new PageNumber(1, 100)))).Value.Items,
            s => s.Study.Uuid == another
        );

        // Also of a reviewer, who sees every study otherwise.
        var reviewer = await BearerAsync(chs, world.Reviewer, new TokenScope(true, false, [another]));
        Assert.Equal("study.not_found", (await chs.SendAsync(reviewer, new ReadStudy(world.Study.Uuid))).Error?.Code);
        Assert.Equal(
            "/studies/0",
            (
                await chs.SendAsync(
                    world.Outsider,
                    new CreateToken("x", null, new TokenScope(true, false, [world.Study.Uuid]))
                )
            )
                .Error!.Faults.Single()
                .Pointer
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task That_read_only_change_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var bearer = await BearerAsync(chs, world.Researcher, new TokenScope(true, false, []));
        Assert.False((await chs.SendAsync(bearer, new ReadStudy(world.Study.Uuid))).Failed);
        Assert.Equal(
            "token.read_only",
            (await chs.SendAsync(bearer, new UpdateStudy(world.Study.Uuid, new StudyInput { Priority = 3 }, null)))
                .Error
                ?.Code
        );
        Assert.Equal(
            "token.read_only",
            (await chs.SendAsync(bearer, new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "", null))).Error?.Code
        );
        Assert.Equal(
            StudyState.Active,
            (await chs.SendAsync(world.Researcher, new ReadStudy(world.Study.Uuid))).Value.State
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
        Assert.Single((await chs.SendAsync(bearer, new ListResponses { StudyId = world.Study.Uuid })).Value.Items);
        Assert.False(
            (await chs.SendAsync(bearer, new ExportResponses(world.Study.Uuid, ["child__age_rounded"]))).Failed
        );
        Assert.Equal(
            "token.deidentified",
            (await chs.SendAsync(bearer, new ExportResponses(world.Study.Uuid, ["child__birthday"]))).Error?.Code
        );
        Assert.Equal(
            "token.deidentified",
            (await chs.SendAsync(bearer, new ReadResponse(world.Study.Uuid, response))).Error?.Code
        );
        Assert.Equal(
            "token.deidentified",
            (await chs.SendAsync(bearer, new ListChildrenForJsonApi(new PageNumber(1, 10), null, null))).Error?.Code
        );
        Assert.Equal(
            "token.deidentified",
            (await chs.SendAsync(bearer, new ListUsersForJsonApi(new PageNumber(1, 10)))).Error?.Code
        );
        Assert.Equal(
            "token.deidentified",
            (await chs.SendAsync(bearer, new ListDemographicsForJsonApi(new PageNumber(1, 10), null, null))).Error?.Code
        );
        Assert.Equal(
            "token.deidentified",
            (await chs.SendAsync(bearer, new RuleConsent(world.Study.Uuid, response, Ruling.Rejected, ""))).Error?.Code
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
        foreach (
            var request in (IRequest<Outcome>[])
                [
                    new RevokeToken(Guid.NewGuid()),
                    new EndOtherSessions(null),
                    new SetLabRole(world.Lab.Uuid, world.Outsider.Id, Domain.Labs.LabRole.Admin),
                    new DisableSecondFactor("000000"),
                    new SetStudyRole(world.Study.Uuid, world.Outsider.Id, StudyRole.Admin),
                ]
        )
            Assert.Equal("token.out_of_scope", (await chs.SendAsync(bearer, request)).Error?.Code);
        Assert.Equal("token.out_of_scope", (await chs.SendAsync(bearer, new CreateToken("wider", null))).Error?.Code);
        Assert.Equal("token.out_of_scope", (await chs.SendAsync(bearer, new ListTokens())).Error?.Code);
        Assert.Equal("token.out_of_scope", (await chs.SendAsync(bearer, new ListAccounts())).Error?.Code);
        Assert.Equal("token.out_of_scope", (await chs.SendAsync(bearer, new ListChildren())).Error?.Code);
        Assert.Equal(
            "token.out_of_scope",
            (await chs.SendAsync(bearer, new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "x" }))).Error?.Code
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Say_when_they_were_used_last_and_end_when_they_should(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var made = (await chs.SendAsync(world.Parent, new CreateToken("script", 2))).Value;
        Assert.Null((await chs.SendAsync(world.Parent, new ListTokens())).Value.Items.Single().LastUsedAt);
        var first = (await chs.SendAsync(null, new Authenticate(made.Key, CredentialKind.ApiToken))).Value;
        Assert.True(first.IsUseToBeNoted);
        await chs.SendAsync(null, new RecordTokenUse(first.Credential));
        Assert.Equal(
            chs.Time.GetUtcNow(),
            (await chs.SendAsync(world.Parent, new ListTokens())).Value.Items.Single().LastUsedAt
        );
        Assert.False(
            (await chs.SendAsync(null, new Authenticate(made.Key, CredentialKind.ApiToken))).Value.IsUseToBeNoted
        );
        chs.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(
            (await chs.SendAsync(null, new Authenticate(made.Key, CredentialKind.ApiToken))).Value.IsUseToBeNoted
        );
        chs.Time.Advance(TimeSpan.FromDays(2));
        Assert.True((await chs.SendAsync(null, new Authenticate(made.Key, CredentialKind.ApiToken))).Failed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sessions_without_a_demanded_second_factor_are_a_parents(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, secondFactor: SecondFactorRule.Researchers);
        var world = await World.MakeAsync(chs);
        var opened = (await chs.SendAsync(null, new LogIn("researcher@test.chs", "seven green bottles"))).Value;
        var half = (await chs.SendAsync(null, new Authenticate(opened.Secret, CredentialKind.Session))).Value.Actor;
        Assert.True(half.LacksSecondFactor);
        Assert.False((await chs.SendAsync(half, new ListChildren())).Failed);
        Assert.Empty((await chs.SendAsync(half, new ListStudies())).Value.Items);
        Assert.Equal("study.not_found", (await chs.SendAsync(half, new ReadStudy(world.Study.Uuid))).Error?.Code);
        Assert.Equal(
            "access.forbidden",
            (await chs.SendAsync(half, new UpdateLab(world.Lab.Uuid, Input(), null))).Error?.Code
        );
        Assert.Equal("access.forbidden", (await chs.SendAsync(half, new CreateLab(Input()))).Error?.Code);
        Assert.Empty((await chs.SendAsync(half, new ListSessions(new PageNumber(1, 10), null, null))).Value.Items);
        // A script's key goes on, and so does a parent.
        Assert.False((await BearerAsync(chs, world.Researcher, null)).LacksSecondFactor);
        var parent = (await chs.SendAsync(null, new LogIn("parent@test.chs", "seven green bottles"))).Value.Secret;
        Assert.False(
            (await chs.SendAsync(null, new Authenticate(parent, CredentialKind.Session))).Value.Actor.LacksSecondFactor
        );

        // With the first code the same session is a researcher's, and so is each that was confirmed by one.
        var secret = (await chs.SendAsync(half, new EnrolSecondFactor())).Value.Secret;
        Assert.False((await chs.SendAsync(half, new ActivateSecondFactor(Code(secret), opened.Secret))).Failed);
        Assert.False(
            (await chs.SendAsync(null, new Authenticate(opened.Secret, CredentialKind.Session)))
                .Value
                .Actor
                .LacksSecondFactor
        );
        chs.Time.Advance(TimeSpan.FromSeconds(60));
        var again = (await chs.SendAsync(null, new LogIn("researcher@test.chs", "seven green bottles"))).Value;
        Assert.True(again.NeedsCode);
        var confirmed = (await chs.SendAsync(null, new ConfirmLogIn(again.Secret, Code(secret)))).Value.Secret;
        Assert.False(
            (await chs.SendAsync(null, new Authenticate(confirmed, CredentialKind.Session)))
                .Value
                .Actor
                .LacksSecondFactor
        );

        string Code(string of) =>
            new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(of)).ComputeTotp(chs.Time.GetUtcNow().UtcDateTime);
        static LabInput Input() =>
            new()
            {
                Name = "Mine",
                Institution = "",
                PrincipalInvestigator = "PI",
                ContactEmail = "mine@test.chs",
            };
    }
}
