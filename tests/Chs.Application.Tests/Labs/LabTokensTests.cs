using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Auditing;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Application.Tests.Messaging;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Labs;

/// <summary>Keys for scripts that belong to a lab.</summary>
public class LabTokensTests
{
    static readonly TokenScope NoLimits = new(false, false, []);
    static readonly PageNumber FirstPage = new(1, 10);

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_made_seen_and_ended_by_the_labs_admins_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Member);
        var made = await chs.AnswerAsync(world.Researcher, New(world));
        foreach (var other in (Actor[])[world.Outsider, world.Parent])
        {
            await chs.RefusesAsync(other, New(world), "access.forbidden");
            await chs.RefusesAsync(other, List(world), "access.forbidden");
            await chs.RefusesAsync(other, new RevokeLabToken(world.Lab.Uuid, made.Token.Id), "access.forbidden");
        }

        Assert.Equal(made.Token.Id, Assert.Single(await chs.ItemsAsync(world.Researcher, List(world))).Id);
        await chs.SucceedsAsync(world.Researcher, new RevokeLabToken(world.Lab.Uuid, made.Token.Id));
        await chs.RefusesKeyAsync(made.Key!);
        await chs.RefusesAsync(world.Researcher, new RevokeLabToken(world.Lab.Uuid, made.Token.Id), "token.not_found");
    }

    /// <summary>Reviewers manage labs without being members: what they haven't they can't give.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Give_nobody_more_than_their_makers_have(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Reviewer, New(world), "rights.not_yours_to_give");
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        // An admin of the lab has no right to its studies' responses.
        var request = New(world, StudyRole.Researcher, world.Study.Uuid);
        await chs.FindsFaultAsync(world.Outsider, request, "not_yours_to_give");
        await chs.FindsFaultAsync(world.Outsider, request with { Scope = NoLimits }, "required");
        await chs.SucceedsAsync(world.Researcher, request);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_for_the_labs_studies_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var elsewhere = await chs.CreateLabAsync(
            await ConfirmedAsync(chs, world.Outsider),
            WorldSteps.LabNamed("Other")
        );
        var foreign = (
            await chs.AnswerAsync(
                world.Outsider,
                new CreateStudy(elsewhere, new StudyInput { Name = "Foreign", IsPreviewShared = true })
            )
        ).Id;
        await chs.FindsFaultAsync(world.Researcher, New(world, null, foreign), "not_yours_to_give");
        var key = await BearerAsync(chs, world, New(world));
        await chs.SucceedsAsync(key, new ReadStudy(world.Study.Uuid));
        await chs.RefusesAsync(key, new ReadStudy(foreign), "study.not_found");
        await chs.RefusesAsync(key, new ReadLab(elsewhere), "lab.not_found");
        Assert.Equal([world.Study.Uuid], (await chs.ItemsAsync(key, new ListStudies())).Select(s => s.Id));
        Assert.Equal([world.Lab.Uuid], (await chs.ItemsAsync(key, new ListLabs())).Select(l => l.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Read_families_data_by_a_role_in_named_studies_and_the_audit_log_names_the_key(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        var byLab = await BearerAsync(chs, world, New(world));
        await chs.RefusesAsync(byLab, new ReadResponse(world.Study.Uuid, response), "response.not_found");

        var key = await BearerAsync(chs, world, New(world, StudyRole.Researcher, world.Study.Uuid));
        await chs.SucceedsAsync(key, new ReadResponse(world.Study.Uuid, response));
        var sessions = await chs.AnswerAsync(key, new ListSessions(FirstPage, null, null));
        Assert.Single(sessions.Items);
        var entries = await chs.ItemsAsync(world.Reviewer, new ListAudit { ActorId = key.Id });
        Assert.Equal([AuditAction.ReadResponses, AuditAction.ReadResponse], entries.Select(entry => entry.Action));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Write_as_nobody(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        var key = await BearerAsync(chs, world, New(world, StudyRole.Admin, world.Study.Uuid));
        await chs.SucceedsAsync(key, new RuleConsent(world.Study.Uuid, response, Ruling.Accepted, ""));
        var feedback = await chs.AnswerAsync(key, new GiveFeedback(response, "Thank you"));
        Assert.Null(feedback.ResearcherId);
        await chs.SucceedsAsync(key, new RewriteFeedback(feedback.Id, "Thanks"));
        var protocol = new StudyInput { Experiment = "2" };
        await chs.SucceedsAsync(key, new UpdateStudy(world.Study.Uuid, protocol, null));
        Assert.Null(await chs.WithAsync(db => db.Feedback.Select(f => f.ResearcherId).SingleAsync()));
        await chs.SucceedsAsync(key, new ListStudyLog { StudyId = world.Study.Uuid });
        await chs.SucceedsAsync(key, new ListStudyVersions { StudyId = world.Study.Uuid });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Do_nothing_personal(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await BearerAsync(chs, world, New(world, StudyRole.Admin, world.Study.Uuid));
        await RefusesAsync(new ReadOwnAccount());
        await RefusesAsync(new ListChildren());
        await RefusesAsync(new ListTokens());
        await RefusesAsync(new CreateToken("more", null));
        await RefusesAsync(new ListOwnResponses());
        await RefusesAsync(new StartResponse(world.Study.Uuid, world.Child.Uuid, false));
        await RefusesAsync(new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "", null));
        await RefusesAsync(new ReadRights(world.Study.Uuid, null));
        foreach (var given in GivingRoles(world))
            await chs.RefusesAsync(key, given, "account.needs_session");
        await chs.RefusesAsync(key, New(world), "account.needs_session");
        Assert.Empty((await chs.AnswerAsync(key, new ReadStudy(world.Study.Uuid))).NextSteps);
        Assert.Empty((await chs.AnswerAsync(key, new ListUsersForJsonApi(FirstPage))).Items);
        Assert.Empty((await chs.AnswerAsync(key, new ListChildrenForJsonApi(FirstPage, null, null))).Items);

        Task RefusesAsync<T>(IRequest<T> request)
            where T : IOutcome<T> => chs.RefusesAsync(key, request, "token.out_of_scope");
    }

    /// <summary>No new password and no log-out ends it, so a stolen browser's would go unnoticed.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Are_told_to_everybody_who_could_revoke_them_and_listed_with_their_maker(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Admin);
        var made = await chs.AnswerAsync(world.Researcher, New(world));
        var mails = await chs.DeliverMailsAsync<LabTokenNotices>(nameof(LabTokenCreated));
        var managers = await chs.WithAsync(db =>
            db.Users.Where(u => u.Id == world.Researcher.Key || u.Id == world.Outsider.Key)
                .Select(u => u.Email)
                .ToListAsync()
        );
        Assert.Equal(managers.Order(), mails.Select(mail => mail.To).Order());
        Assert.All(mails, mail => Assert.Contains("'script'", mail.Body));

        var listed = Assert.Single(await chs.ItemsAsync(world.Outsider, List(world)));
        Assert.Equal(world.Researcher.Id, listed.MadeBy!.Id);
        Assert.Equal((listed.MadeBy, listed.KeptBy), (made.Token.MadeBy, made.Token.KeptBy));
        Assert.Equal((false, false), (listed.NeedsConfirmation, made.Token.NeedsConfirmation));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Do_not_replay_what_another_key_has_sent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        var one = await BearerAsync(chs, world, New(world, StudyRole.Admin, world.Study.Uuid));
        var two = await BearerAsync(chs, world, New(world, StudyRole.Admin, world.Study.Uuid));
        var first = await chs.AnswerAsync(one, new GiveFeedback(response, "Thank you"), "once");
        var second = await chs.AnswerAsync(two, new GiveFeedback(response, "Thank you"), "once");
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(first.Id, (await chs.AnswerAsync(one, new GiveFeedback(response, "Thank you"), "once")).Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Open_nothing_where_a_second_factor_is_demanded_and_their_maker_showed_none(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, secondFactor: SecondFactorRule.Researchers);
        var world = await World.MakeAsync(chs);
        var key = await BearerAsync(chs, world, New(world));
        var refused = await chs.SendAsync(key, new ReadStudy(world.Study.Uuid));
        Assert.Equal("account.second_factor_needed", refused.Error!.Code);
        Assert.Contains("confirmLabToken", refused.Error.Message);
        Assert.True(Assert.Single(await chs.ItemsAsync(world.Researcher, List(world))).NeedsConfirmation);
    }

    static CreateLabToken New(World world, StudyRole? role = null, params Guid[] studies) =>
        new(world.Lab.Uuid, "script", LabRole.Admin, role, null, new TokenScope(false, false, studies));

    static IRequest<Outcome>[] GivingRoles(World world) =>
        [
            new SetStudyRole(world.Study.Uuid, world.Outsider.Id, StudyRole.Admin),
            new SetLabRole(world.Lab.Uuid, world.Outsider.Id, LabRole.Admin),
        ];

    static ListLabTokens List(World world) => new() { LabId = world.Lab.Uuid };

    static async Task<Actor> BearerAsync(TestChs chs, World world, CreateLabToken request) =>
        await chs.BearerAsync((await chs.AnswerAsync(world.Researcher, request)).Key!);

    static async Task<Actor> ConfirmedAsync(TestChs chs, Actor actor)
    {
        await chs.WithAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Id == actor.Key)).ConfirmEmail(Some.Moment);
            return await db.SaveChangesAsync(default);
        });
        return actor;
    }
}
