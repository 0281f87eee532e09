using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Builds of studies, from the request to the deletion of old files.</summary>
public class Builds_
{
    static readonly ResolvedRunner Runner = new(
        "https://github.com/lookit/ember-lookit-frameplayer",
        new string('a', 40)
    );

    static async Task<Guid> StudyAsync(TestChs chs, World world) =>
        (
            await chs.AnswerAsync(
                world.Researcher,
                new CreateStudy(
                    world.Lab.Uuid,
                    new StudyInput { Name = "Frames", RunnerCommit = Runner.Commit },
                    StudyType.Frameplayer
                )
            )
        ).Id;

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_only_for_whoever_may_write_the_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await StudyAsync(chs, world);
        foreach (var stranger in (Actor[])[world.Parent, world.Outsider])
        {
            await chs.RefusesAsync(stranger, new ResolveRunnerCommit(study), "study.not_found");
            await chs.RefusesAsync(stranger, new RequestBuild(study, Runner), "study.not_found");
        }

        await chs.RefusesAsync(world.Reviewer, new RequestBuild(study, Runner), "access.forbidden");
        await chs.RefusesAsync(world.Researcher, new RequestBuild(world.Study.Uuid, Runner), "build.not_needed");
        Assert.Equal(Runner, await chs.AnswerAsync(world.Researcher, new ResolveRunnerCommit(study)));

        var build = (await chs.AnswerAsync(world.Researcher, new RequestBuild(study, Runner))).Id;
        foreach (var stranger in (Actor[])[world.Parent, world.Outsider])
        {
            await chs.RefusesAsync(stranger, new ReadBuild(build), "build.not_found");
            await chs.RefusesAsync(stranger, new CancelBuild(build), "build.not_found");
            await chs.RefusesAsync(stranger, new ReadBuildEvents(build, 0, 10), "build.not_found");
            await chs.RefusesAsync(stranger, new ReadBuildRecord(build, BuildRecord.Provenance), "build.not_found");
        }

        await chs.RefusesAsync(world.Reviewer, new CancelBuild(build), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_other_hosts_are_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await StudyAsync(chs, world);
        await chs.SendAsync(
            world.Researcher,
            new UpdateStudy(
                study,
                new StudyInput { RunnerRepository = "https://169.254.169.254/latest/meta-data" },
                null
            )
        );
        var refused = await chs.SendAsync(world.Researcher, new ResolveRunnerCommit(study));
        Assert.Equal("runner.repository_refused", refused.Error?.Faults[0].Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Waiting_are_superseded_and_running_are_not(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await StudyAsync(chs, world);
        var first = (await chs.AnswerAsync(world.Researcher, new RequestBuild(study, Runner))).Id;
        var second = (await chs.AnswerAsync(world.Researcher, new RequestBuild(study, Runner))).Id;
        Assert.Equal(BuildState.Superseded, (await chs.AnswerAsync(world.Researcher, new ReadBuild(first))).State);
        Assert.Equal(BuildClaim.Ended, (await chs.Get<BuildStore>().ClaimAsync(first, default)).Claim);

        Assert.Equal(BuildClaim.Taken, (await chs.Get<BuildStore>().ClaimAsync(second, default)).Claim);
        await chs.RefusesAsync(world.Researcher, new RequestBuild(study, Runner), "build.running");
        Assert.Equal(
            [second, first],
            (await chs.AnswerAsync(world.Researcher, new ListBuilds { StudyId = study })).Items.Select(b => b.Id)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Asked_for_at_once_are_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await StudyAsync(chs, world);
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => chs.SendAsync(world.Researcher, new RequestBuild(study, Runner))))
        );
        Assert.Equal(1, await chs.WithAsync(db => db.Builds.CountAsync(b => b.State == BuildState.Requested)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_claimed_by_one_of_many(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var build = (
            await chs.AnswerAsync(world.Researcher, new RequestBuild(await StudyAsync(chs, world), Runner))
        ).Id;
        var store = chs.Get<BuildStore>();
        var claims = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.ClaimAsync(build, default)))
        );
        Assert.Single(claims, claim => claim.Claim is BuildClaim.Taken);
        Assert.Equal(7, claims.Count(claim => claim.Claim is BuildClaim.HeldByAnother));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Listen_to_nobody_who_lost_the_claim(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await StudyAsync(chs, world);
        var build = (await chs.AnswerAsync(world.Researcher, new RequestBuild(study, Runner))).Id;
        var store = chs.Get<BuildStore>();
        var sleeper = (await store.ClaimAsync(build, default)).Lease!;
        Assert.True(await store.HeartbeatAsync(sleeper, default));
        chs.Time.Advance(TimeSpan.FromMinutes(5));
        var other = (await store.ClaimAsync(build, default)).Lease!;
        Assert.False(await store.HeartbeatAsync(sleeper, default));
        Assert.False(await store.EnterStageAsync(sleeper, BuildStage.Upload, default));
        Assert.False(await store.AppendLogAsync(sleeper, [new BuildLine(BuildEventKind.Note, "too late")], default));
        var lateIndex = BuildFile.Of(sleeper.Key, "index.html", 1, new string('b', 64), "text/html", null);
        Assert.False(await store.SucceedAsync(sleeper, [lateIndex], "p", "c", default));
        Assert.Null(await store.FailAsync(sleeper, new BuildFailure("x", "y", true), default));
        var index = BuildFile.Of(other.Key, "index.html", 2, new string('c', 64), "text/html", null);
        Assert.True(await store.SucceedAsync(other, [index], "p", "c", default));

        var files = (await chs.AnswerAsync(world.Researcher, new ListBuildFiles { BuildId = build })).Items;
        Assert.Equal(2, Assert.Single(files).Size);
        Assert.DoesNotContain(
            (await chs.AnswerAsync(world.Researcher, new ReadBuildEvents(build, 0, 100))).Events,
            line => line.Text == "too late"
        );
        Assert.True((await chs.AnswerAsync(world.Researcher, new ReadStudy(study))).IsBuilt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_needed_again_when_the_runner_changes_and_the_old_one_is_served_until_then(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await StudyAsync(chs, world);
        await BuiltAsync(chs, world, study, Runner, 'b');
        await chs.SendAsync(
            world.Researcher,
            new UpdateStudy(study, new StudyInput { Structure = """{"frames":{"a":{}},"sequence":["a"]}""" }, null)
        );
        // The protocol isn't part of the built files.
        Assert.True((await chs.AnswerAsync(world.Researcher, new ReadStudy(study))).IsBuilt);
        await chs.SendAsync(
            world.Researcher,
            new UpdateStudy(study, new StudyInput { RunnerCommit = new string('d', 40) }, null)
        );
        Assert.False((await chs.AnswerAsync(world.Researcher, new ReadStudy(study))).IsBuilt);
        Assert.Equal(
            new string('b', 64),
            (await chs.AnswerAsync(world.Researcher, new ReadBuiltFile(study, "index.html"))).Digest
        );
        Assert.Equal("study.not_built", await Activate(chs, world, study));

        await BuiltAsync(chs, world, study, Runner with { Commit = new string('d', 40) }, 'e');
        Assert.Null(await Activate(chs, world, study));
        Assert.Equal(
            new string('e', 64),
            (await chs.AnswerAsync(world.Parent, new ReadBuiltFile(study, "index.html"))).Digest
        );
        await chs.SucceedsAsync(world.Parent, new ReadBuiltPage(study, world.Child.Uuid, false));
        await chs.RefusesAsync(world.Parent, new ReadBuiltPage(study, world.OtherChild.Uuid, false), "child.not_found");
        await chs.RefusesAsync(world.Parent, new ReadBuiltPage(study, world.Child.Uuid, true), "study.not_found");
    }

    static async Task<string?> Activate(TestChs chs, World world, Guid study)
    {
        foreach (var step in (StudyTrigger[])[StudyTrigger.Submit, StudyTrigger.Approve, StudyTrigger.Activate])
        {
            var actor = step is StudyTrigger.Approve ? world.Reviewer : world.Researcher;
            var moved = await chs.SendAsync(actor, new MoveStudy(study, step, "", null));
            if (moved.Failed && moved.Error.Code != "study.wrong_state")
                return moved.Error.Code;
        }

        return null;
    }

    static async Task<Guid> BuiltAsync(TestChs chs, World world, Guid study, ResolvedRunner runner, char digest)
    {
        var build = (await chs.AnswerAsync(world.Researcher, new RequestBuild(study, runner))).Id;
        var store = chs.Get<BuildStore>();
        var order = (await store.ClaimAsync(build, default)).Lease!;
        var key = ArtefactKeys.KeyOf(new string(digest, 64), "index.html");
        await chs.Get<IObjectStore>()
            .PutAsync(key, new MemoryStream("<html>"u8.ToArray()), new ObjectTraits("text/html", ""), default);
        await store.RecordStoredAsync([(key, new string(digest, 64), 6)], default);
        Assert.True(
            await store.SucceedAsync(
                order,
                [BuildFile.Of(order.Key, "index.html", 6, new string(digest, 64), "text/html", null)],
                $"artefacts/p{digest}",
                $"artefacts/c{digest}",
                default
            )
        );
        return build;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Old_are_let_go_with_the_files_that_nobody_else_needs(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await StudyAsync(chs, world);
        var old = await BuiltAsync(chs, world, study, Runner, 'b');
        await BuiltAsync(chs, world, study, Runner, 'c');
        chs.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(new DeletedArtefacts(0, 0), await chs.AnswerAsync(null, new DeleteExpiredArtefacts()));
        chs.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(new DeletedArtefacts(1, 1), await chs.AnswerAsync(null, new DeleteExpiredArtefacts()));
        Assert.True((await chs.AnswerAsync(world.Researcher, new ReadBuild(old))).IsExpired);
        var store = chs.Get<IObjectStore>();
        Assert.Null(await store.OpenAsync(ArtefactKeys.KeyOf(new string('b', 64), "index.html"), null, default));
        await using var index = await store.OpenAsync(
            ArtefactKeys.KeyOf(new string('c', 64), "index.html"),
            null,
            default
        );
        Assert.NotNull(index);
        await chs.SucceedsAsync(world.Researcher, new ReadBuiltFile(study, "index.html"));

        // An artefact that is being deleted can't be reserved by a build.
        await chs.WithAsync(async db =>
            await db.StoredArtefacts.ExecuteUpdateAsync(set => set.SetProperty(a => a.IsDoomed, true))
        );
        Assert.Null(
            await chs.Get<BuildStore>().ReserveAsync([ArtefactKeys.KeyOf(new string('c', 64), "index.html")], default)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Forgotten_by_everybody_are_offered_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var build = (
            await chs.AnswerAsync(world.Researcher, new RequestBuild(await StudyAsync(chs, world), Runner))
        ).Id;
        await chs.Get<BuildStore>().ClaimAsync(build, default);
        Assert.Equal(0, await chs.AnswerAsync(null, new RequeueStalledBuilds()));
        chs.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await chs.AnswerAsync(null, new RequeueStalledBuilds()));
        Assert.Equal(0, await chs.AnswerAsync(null, new RequeueStalledBuilds()));
        Assert.Contains(nameof(BuildRequeued), await chs.WithAsync(db => db.Outbox.Select(m => m.Kind).ToListAsync()));
    }
}
