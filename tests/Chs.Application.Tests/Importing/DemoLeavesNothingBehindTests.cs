using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Importing;
using Chs.Application.Labs;
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

namespace Chs.Application.Tests.Importing;

/// <summary>
/// Everybody could act as the demo's accounts: what these left where people work doesn't outlast the demo. The test site
/// doesn't show the demo.
/// </summary>
public class DemoLeavesNothingBehindTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_that_demo_accounts_made_or_keep_are_deleted_and_others_stay(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, demo) = await StartAsync(chs);
        await chs.GiveLabRoleAsync(world, demo.Researcher, LabRole.Admin);
        var made = (await chs.AnswerAsync(demo.Researcher, Key(world))).Key!;
        var taken = await chs.AnswerAsync(world.Researcher, Key(world));
        await chs.SucceedsAsync(demo.Researcher, new ConfirmLabToken(world.Lab.Uuid, taken.Token.Id));
        // Whoever used the demo's account still knows the secret, whoever keeps the key now.
        var confirmed = await chs.AnswerAsync(demo.Researcher, Key(world));
        await chs.SucceedsAsync(world.Researcher, new ConfirmLabToken(world.Lab.Uuid, confirmed.Token.Id));
        var own = (await chs.AnswerAsync(world.Researcher, Key(world))).Key!;

        var switched = await chs.AnswerAsync(null, new SwitchDemo());
        Assert.Equal(3, switched.Left.Keys);
        foreach (var key in (string[])[made, taken.Key!, confirmed.Key!])
            await chs.RefusesKeyAsync(key);
        await chs.BearerAsync(own);
        Assert.Equal(0, (await chs.AnswerAsync(null, new SwitchDemo())).Left.Keys);
        Assert.Equal(3, await chs.WithAsync(db => db.Audit.CountAsync(e => e.Action == "lab token revoked")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rights_on_the_site_that_came_from_the_demo_are_withdrawn(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, demo) = await StartAsync(chs);
        var friend = await GrantAsync(chs, demo.Administrator, "friend");
        // Whoever has rights from the demo gives nothing that lasts, also not in a circle.
        var second = await GrantAsync(chs, friend, "second");
        await chs.SucceedsAsync(second, Everything(friend));
        var trusted = await chs.AddResearcherAsync("trusted");
        await chs.SucceedsAsync(demo.Administrator, Everything(trusted));
        var administrator = await AdministratorAsync(chs);
        var fewer = new SiteRightsInput { Site = ["viewUsers"] };
        await chs.SucceedsAsync(administrator, new UpdateAccountRights(trusted.Id, fewer, null));

        var switched = await chs.AnswerAsync(null, new SwitchDemo());
        Assert.Equal(new[] { friend.Id, second.Id }.Order(), switched.Left.Rights.Order());
        foreach (var person in (Actor[])[friend, second])
        {
            var user = await chs.ReadUserAsync(person.Id);
            Assert.Equal((SiteRights.None, false), (user.Rights, user.IsStaff));
        }

        Assert.Equal(SiteRight.ViewUsers, (await chs.ReadUserAsync(trusted.Id)).Rights.Site);
        Assert.Equal(2, await chs.WithAsync(db => db.Audit.CountAsync(e => e.Action == "withdraw demo rights")));
        Assert.Empty((await chs.AnswerAsync(null, new SwitchDemo())).Left.Rights);

        // What a real administrator gives later stays.
        await chs.SucceedsAsync(administrator, Everything(friend));
        Assert.Empty((await chs.AnswerAsync(null, new SwitchDemo())).Left.Rights);
        Assert.Equal(SiteRights.All, (await chs.ReadUserAsync(friend.Id)).Rights);
        Assert.Equal(world.Reviewer.Rights, (await chs.ReadUserAsync(world.Reviewer.Id)).Rights);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_an_operator_gave_stays(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (_, demo) = await StartAsync(chs);
        var reviewer = await GrantAsync(chs, demo.Administrator, "reviewer-here");
        await chs.SucceedsAsync(null, new AppointReviewer($"{reviewer.Id}"));
        await chs.AnswerAsync(null, new SwitchDemo());
        Assert.Equal(Permissions.OfReviewers, (await chs.ReadUserAsync(reviewer.Id)).Rights);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Roles_that_people_have_from_the_demo_are_named(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, demo) = await StartAsync(chs);
        await chs.GiveLabRoleAsync(world, demo.Researcher, LabRole.Admin);
        await chs.GiveStudyRoleAsync(world, demo.Researcher, StudyRole.Admin);
        var guest = await chs.AddResearcherAsync("guest");
        await chs.SucceedsAsync(demo.Researcher, new SetLabRole(world.Lab.Uuid, world.Outsider.Id, LabRole.Admin));
        await chs.SucceedsAsync(
            demo.Researcher,
            new SetStudyRole(world.Study.Uuid, world.Outsider.Id, StudyRole.Admin)
        );
        await chs.SucceedsAsync(demo.Researcher, new SetLabRole(world.Lab.Uuid, guest.Id, LabRole.Member));
        await chs.SucceedsAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, guest.Id, LabRole.Associate));

        var roles = (await chs.AnswerAsync(null, new SwitchDemo())).Left.Roles;
        Assert.Equal(
            [
                new GivenRole(world.Outsider.Id, "lab", world.Lab.Uuid, "admin"),
                new GivenRole(world.Outsider.Id, "study", world.Study.Uuid, "admin"),
            ],
            roles
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Families_neither_see_nor_start_the_demos_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, _) = await StartAsync(chs);
        var faces = await chs.WithAsync(db => db.Studies.SingleAsync(s => s.Details.Name == "Faces"));
        await chs.SucceedsAsync(null, new ReadOpenStudy(faces.Uuid));
        var start = new StartResponse(faces.Uuid, world.Child.Uuid, false);
        await chs.SucceedsAsync(world.Parent, start);
        var player = await chs.PlayAsync(world.Parent, faces.Uuid, world.Child.Uuid);
        var ticket = await chs.IssueTicketAsync(world.Parent, faces.Uuid, world.Child.Uuid);

        Assert.Equal(1, (await chs.AnswerAsync(null, new SwitchDemo())).Left.Hidden);
        Assert.Equal([world.Study.Uuid], (await chs.ItemsAsync(world.Parent, new ListOpenStudies())).Select(s => s.Id));
        await chs.RefusesAsync(null, new ReadOpenStudy(faces.Uuid), "study.not_found");
        await chs.RefusesAsync(world.Parent, start, "study.not_found");
        await chs.RefusesAsync(
            world.Parent,
            new CreateResponse(faces.Uuid, world.Child.Uuid, null, new()),
            "study.not_found"
        );
        await chs.RefusesAsync(
            world.Parent,
            new IssuePlayTicket(faces.Uuid, world.Child.Uuid, false, PlayActions.BrowserDigest, PlayActions.Site),
            "study.not_found"
        );
        await chs.RefusesAsync(player, new OpenPlayedSession(), "study.not_found");
        await chs.RefusesAsync(null, new EnterPlay(ticket, PlayActions.Browser, null), "study.not_found");
        await chs.RefusesAsync(world.Parent, new ReadStudyForJsonApi(faces.Uuid), "study.not_found");
        var listed = await chs.AnswerAsync(world.Parent, new ListStudiesForJsonApi(new(1, 10)));
        Assert.DoesNotContain(listed.Items, s => s.Id == faces.Uuid);
        Assert.Equal(0, (await chs.AnswerAsync(null, new SwitchDemo())).Left.Hidden);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_demos_accounts_approved_is_named(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, demo) = await StartAsync(chs);
        var lab = await chs.CreateLabAsync(world.Researcher, WorldSteps.LabNamed("Real"));
        await chs.SucceedsAsync(demo.Administrator, new ApproveLab(lab, null));
        await chs.SucceedsAsync(demo.Administrator, Move(world, StudyTrigger.Reject));
        await chs.SucceedsAsync(world.Researcher, Move(world, StudyTrigger.Submit));
        await chs.SucceedsAsync(demo.Administrator, Move(world, StudyTrigger.Approve));
        var left = (await chs.AnswerAsync(null, new SwitchDemo())).Left;
        Assert.Equal([new GivenApproval("lab", lab), new("study", world.Study.Uuid)], left.Approvals);

        await chs.SucceedsAsync(world.Reviewer, Move(world, StudyTrigger.Reject));
        await chs.SucceedsAsync(world.Researcher, Move(world, StudyTrigger.Submit));
        await chs.SucceedsAsync(world.Reviewer, Move(world, StudyTrigger.Approve));
        left = (await chs.AnswerAsync(null, new SwitchDemo())).Left;
        Assert.Equal([new GivenApproval("lab", lab)], left.Approvals);
    }

    static MoveStudy Move(World world, StudyTrigger trigger) => new(world.Study.Uuid, trigger, "", null);

    /// <summary>It stays because a family has taken part; it isn't offered to others.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_study_that_a_removed_demo_leaves_stays_hidden(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (world, demo) = await StartAsync(chs);
        var faces = await chs.WithAsync(db => db.Studies.SingleAsync(s => s.Details.Name == "Faces"));
        await chs.SucceedsAsync(world.Parent, new StartResponse(faces.Uuid, world.Child.Uuid, false));
        var friend = await GrantAsync(chs, demo.Administrator, "friend");
        var removed = await chs.AnswerAsync(null, new RemoveDemo());
        Assert.Contains($"rights on the site of the account {friend.Id}", removed.Removed);
        Assert.Equal(SiteRights.None, (await chs.ReadUserAsync(friend.Id)).Rights);
        await chs.RefusesAsync(null, new ReadOpenStudy(faces.Uuid), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Operators_appoint_no_account_of_the_demo(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var (_, demo) = await StartAsync(chs);
        foreach (var isAdministrator in (bool[])[true, false])
        {
            var appoint = new AppointReviewer(new DemoAccounts().Researcher, isAdministrator);
            await chs.RefusesAsync(null, appoint, "account.demo_is_off");
            await chs.RefusesAsync(null, appoint with { Account = $"{demo.Researcher.Id}" }, "account.demo_is_off");
        }

        Assert.Equal(SiteRights.None, (await chs.ReadUserAsync(demo.Researcher.Id)).Rights);
    }

    /// <summary>A site of people in whose database a demo has been used.</summary>
    static async Task<(World World, Demo Demo)> StartAsync(TestChs chs)
    {
        await chs.AnswerAsync(null, new SeedDemo());
        var world = await World.MakeAsync(chs);
        var accounts = new DemoAccounts();
        return (world, new Demo(await OfAsync(accounts.Administrator), await OfAsync(accounts.Researcher)));

        async Task<Actor> OfAsync(string email) =>
            Some.ActorOf(await chs.WithAsync(db => db.Users.SingleAsync(u => u.Email == email)));
    }

    static async Task<Actor> GrantAsync(TestChs chs, Actor giver, string name)
    {
        var person = await chs.AddResearcherAsync(name);
        await chs.SucceedsAsync(giver, Everything(person));
        return await chs.ActorAsync(person.Id);
    }

    static async Task<Actor> AdministratorAsync(TestChs chs)
    {
        var person = await chs.AddResearcherAsync("administrator");
        await chs.SucceedsAsync(null, new AppointReviewer($"{person.Id}", AsAdministrator: true));
        return await chs.ActorAsync(person.Id);
    }

    static UpdateAccountRights Everything(Actor person) =>
        new(
            person.Id,
            new SiteRightsInput
            {
                Site = [.. SiteRightsInput.Names<SiteRight>()],
                OnStudies = [.. SiteRightsInput.Names<StudyRight>()],
                OnLabs = [.. SiteRightsInput.Names<LabRight>()],
            },
            null
        );

    static CreateLabToken Key(World world) =>
        new(world.Lab.Uuid, "script", LabRole.Readonly, null, null, new TokenScope(false, false, []));

    /// <summary>Accounts of the demo.</summary>
    sealed record Demo(Actor Administrator, Actor Researcher);
}
