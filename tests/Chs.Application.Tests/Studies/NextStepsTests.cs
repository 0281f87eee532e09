using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>
/// The steps that a study's answers offer. Every role in every state stands in <see cref="WorkflowTableTests"/>.
/// </summary>
public class NextStepsTests
{
    static readonly StudyTrigger[] OfResearchers = [StudyTrigger.Retract, StudyTrigger.Archive];

    [Theory, OnSqlite, OnPostgres]
    public async Task A_submission_offers_its_researcher_no_approval(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var submit = new MoveStudy(world.Study.Uuid, StudyTrigger.Submit, "", null);
        Assert.Equal(OfResearchers, (await chs.AnswerAsync(world.Researcher, submit)).NextSteps);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_study_offers_its_first_steps_to_its_creator(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Guest);
        var input = new StudyInput { Name = "Mine", MustHaveParticipated = [] };
        var created = await chs.AnswerAsync(world.Outsider, new CreateStudy(world.Lab.Uuid, input));
        Assert.Equal([StudyTrigger.Submit, StudyTrigger.Archive], created.NextSteps);
        var copied = await chs.AnswerAsync(world.Outsider, new CloneStudy(created.Id, null));
        Assert.Equal([StudyTrigger.Submit, StudyTrigger.Archive], copied.NextSteps);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_token_that_only_reads_is_offered_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Assert.Empty(await OfferedToTokenAsync(chs, world, new TokenScope(true, false, [])));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_token_that_may_change_the_study_is_offered_its_steps(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var offered = await OfferedToTokenAsync(chs, world, new TokenScope(false, true, [world.Study.Uuid]));
        Assert.Equal([StudyTrigger.Pause, StudyTrigger.Deactivate, StudyTrigger.Archive], offered);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_whose_address_is_not_confirmed_is_offered_a_submission(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        await chs.WithAsync(db =>
            db.Users.Where(u => u.Id == world.Researcher.Key)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.EmailConfirmedAt, (DateTimeOffset?)null))
        );
        Assert.Equal([StudyTrigger.Archive], (await chs.ReadStudyAsync(world)).NextSteps);
    }

    static async Task<IReadOnlyList<StudyTrigger>> OfferedToTokenAsync(TestChs chs, World world, TokenScope scope)
    {
        var bearer = await chs.BearerAsync(world.Researcher, scope);
        return (await chs.AnswerAsync(bearer, new ReadStudy(world.Study.Uuid))).NextSteps;
    }
}
