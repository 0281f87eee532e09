using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Application.Exports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Xunit;

namespace Chs.Application.Tests.Pipeline;

/// <summary>What must be asked of a code host is asked once, before the transaction, and only for those who may.</summary>
public sealed class PreparationBehaviorTests
{
    const string Repository = "https://github.com/lookit/ember-lookit-frameplayer";
    const string Fork = "https://github.com/lab/fork";

    static StudyInput Frames(string? commit = null) =>
        new()
        {
            Name = "Frames",
            RunnerRepository = Repository,
            RunnerCommit = commit,
        };

    static async Task<Guid> FrameplayerStudyAsync(TestChs chs, World world, StudyInput? input = null)
    {
        var create = new CreateStudy(world.Lab.Uuid, input ?? Frames(), StudyType.Frameplayer);
        var study = await chs.AnswerAsync(world.Researcher, create);
        chs.Sources.Asked.Clear();
        return study.Id;
    }

    static async Task AsksNobodyAsync<T>(TestChs chs, Actor? actor, IRequest<T> request, string code)
        where T : IOutcome<T>
    {
        var before = chs.Sources.Asked.Count;
        await chs.RefusesAsync(actor, request, code);
        Assert.Equal(before, chs.Sources.Asked.Count);
    }

    [Theory, OnSqlite]
    public async Task A_change_of_somebody_elses_study_asks_no_host(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world);
        var change = new UpdateStudy(study, Frames(), null);

        await AsksNobodyAsync(chs, null, change, "access.unauthenticated");
        await AsksNobodyAsync(chs, world.Parent, change, "study.not_found");
        await AsksNobodyAsync(chs, world.Outsider, change, "study.not_found");
        await AsksNobodyAsync(chs, world.Reviewer, change, "access.forbidden");
    }

    [Theory, OnSqlite]
    public async Task A_change_of_an_older_version_asks_no_host(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world);

        await AsksNobodyAsync(chs, world.Researcher, new UpdateStudy(study, Frames(), 99), "version.stale");
    }

    [Theory, OnSqlite]
    public async Task A_study_for_somebody_elses_lab_asks_no_host(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var create = new CreateStudy(world.Lab.Uuid, Frames(), StudyType.Frameplayer);

        await AsksNobodyAsync(chs, world.Outsider, create, "access.forbidden");
    }

    [Theory, OnSqlite]
    public async Task A_build_of_somebody_elses_study_asks_no_host(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world);

        await AsksNobodyAsync(chs, world.Outsider, new RequestBuild(study), "study.not_found");
        await AsksNobodyAsync(chs, world.Reviewer, new RequestBuild(study), "access.forbidden");
    }

    [Theory, OnSqlite]
    public async Task A_change_to_a_commit_that_does_not_exist_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world);

        var change = new UpdateStudy(study, Frames(SourcesStandIn.UnknownCommit), null);
        var fault = await chs.FindsFaultAsync(world.Researcher, change, "runner.commit_unknown");
        Assert.Equal("/runnerCommit", fault.Pointer);
    }

    /// <summary>The server would fetch from an address that only it can reach.</summary>
    [Theory, OnSqlite]
    public async Task A_change_to_a_host_that_the_site_does_not_allow_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world);
        var input = new StudyInput { RunnerRepository = "https://169.254.169.254/latest/meta-data" };

        await chs.FindsFaultAsync(world.Researcher, new UpdateStudy(study, input, null), "runner.repository_refused");

        Assert.Empty(chs.Sources.Asked);
    }

    [Theory, OnSqlite]
    public async Task A_change_of_the_commit_alone_is_looked_up_in_the_studys_own_repository(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world, Frames() with { RunnerRepository = Fork });
        var change = new StudyInput { RunnerCommit = SourcesStandIn.Newest };

        await chs.SucceedsAsync(world.Researcher, new UpdateStudy(study, change, null));

        Assert.Equal(["github.com/lab/fork"], chs.Sources.Asked);
    }

    [Theory, OnSqlite]
    public async Task A_host_that_does_not_answer_leaves_a_warning(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world);
        chs.Sources.IsUp = false;

        var view = await chs.AnswerAsync(world.Researcher, new UpdateStudy(study, Frames(), null));

        Assert.Equal("/runnerRepository", Assert.Single(view.Warnings).Pointer);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repeated_creation_answers_the_same_and_asks_nobody_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var create = new CreateStudy(world.Lab.Uuid, Frames(), StudyType.Frameplayer);
        var first = await chs.AnswerAsync(world.Researcher, create, "key");
        var asked = chs.Sources.Asked.Count;
        chs.Sources.IsUp = false;

        var again = await chs.AnswerAsync(world.Researcher, create, "key");

        Assert.Equal(first.Id, again.Id);
        Assert.Equal(first.Warnings, again.Warnings);
        Assert.Equal(asked, chs.Sources.Asked.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repeated_order_of_a_build_answers_the_same_while_the_host_is_down(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world);
        var first = await chs.AnswerAsync(world.Researcher, new RequestBuild(study), "key");
        chs.Sources.IsUp = false;

        var again = await chs.AnswerAsync(world.Researcher, new RequestBuild(study), "key");

        Assert.Equal(first.Id, again.Id);
    }

    [Theory, OnSqlite]
    public async Task A_limited_key_can_request_a_build_of_its_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world);
        var key = world.Researcher with { Scope = new TokenScope(false, true, [study]) };

        var build = await chs.AnswerAsync(key, new RequestBuild(study));

        Assert.Equal(SourcesStandIn.Newest, build.Commit);
    }

    [Theory, OnSqlite]
    public async Task A_key_for_another_study_cannot_request_a_build(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world);
        var key = world.Researcher with { Scope = new TokenScope(false, false, [world.Study.Uuid]) };

        await AsksNobodyAsync(chs, key, new RequestBuild(study), "study.not_found");
    }

    [Theory, OnSqlite]
    public async Task A_read_only_key_cannot_request_a_build(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await FrameplayerStudyAsync(chs, world);
        var key = world.Researcher with { Scope = new TokenScope(true, false, []) };

        await AsksNobodyAsync(chs, key, new RequestBuild(study), AccountErrors.ReadOnlyToken.Code);
    }

    [Theory, OnSqlite]
    public async Task Who_lacks_a_second_factor_is_told_so_wherever_it_matters(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var study = world.Study.Uuid;
        var lacking = world.Researcher with { LacksSecondFactor = true };
        var code = AccountErrors.SecondFactorNeeded.Code;

        await AsksNobodyAsync(chs, lacking, new RequestBuild(study), code);
        await AsksNobodyAsync(chs, lacking, new UpdateStudy(study, Frames(), null), code);
        await AsksNobodyAsync(chs, lacking, new ExportResponses(study, []), code);
        await AsksNobodyAsync(chs, lacking, new ReadStudyForJsonApi(study), code);
    }
}
