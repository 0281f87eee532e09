using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class UpdateStudyTests
{
    static readonly StudyInput Rename = new() { Name = "Mine" };

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var update = new UpdateStudy(world.Study.Uuid, Rename, null);
        foreach (var actor in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(actor, update, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_may_only_read_the_study_and_changes_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        await chs.UpdateStudyAsync(world, new StudyInput { IsPreviewShared = true });
        var update = new UpdateStudy(world.Study.Uuid, Rename, null);
        await chs.RefusesAsync(world.Reviewer, update, "access.forbidden");
        await chs.RefusesAsync(world.Outsider, update, "access.forbidden");
        Assert.Equal("Faces, 2nd try", (await chs.ReadStudyAsync(world)).Name);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Saves_one_of_two_simultaneous_changes_as_a_whole(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var version = (await chs.ReadStudyAsync(world)).Version;
        var both = await Task.WhenAll(UpdateAsync("0"), UpdateAsync("1"));
        var winner = both.SingleSuccess("version.stale");
        var read = await chs.ReadStudyAsync(world);
        Assert.Equal(
            (winner.Purpose, winner.Experiment, winner.Version),
            (read.Purpose, read.Experiment, read.Version)
        );

        Task<Domain.Outcome<StudyView>> UpdateAsync(string text)
        {
            var input = new StudyInput { Purpose = text, Experiment = text };
            var update = new UpdateStudy(world.Study.Uuid, input, version);
            return Task.Run(() => chs.SendAsync(world.Researcher, update));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sends_a_study_back_to_review_when_its_protocol_changes(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var changed = await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "2" });
        Assert.Equal((StudyState.SentBack, 2, 1), (changed.State, changed.DraftVersion, changed.LiveVersion));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_every_protocol_that_families_saw(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "2" });
        var kept = await chs.WithAsync(db =>
            db.StudyVersions.OrderBy(v => v.Number).Select(v => v.Experiment).ToListAsync()
        );
        Assert.Equal(["1", "2"], kept);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_a_study_active_when_only_what_nobody_reviews_changes(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        StudyInput[] harmless =
        [
            new() { PreviewSummary = "Look!" },
            new() { IrbUntil = new DateOnly(2099, 1, 1), IrbNumber = "1" },
            new() { Priority = 5 },
        ];
        foreach (var input in harmless)
            Assert.Equal(StudyState.Active, (await chs.UpdateStudyAsync(world, input)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_a_study_active_when_a_field_changes_that_the_site_calls_low_risk(DatabaseProvider on)
    {
        await using var chs = await StartWithLowRiskFieldsAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var input in (StudyInput[])[new() { ContactInfo = "Ada" }, new() { Duration = "6 minutes" }])
            Assert.Equal(StudyState.Active, (await chs.UpdateStudyAsync(world, input)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sends_a_study_back_when_another_field_changes_beside_one_of_low_risk(DatabaseProvider on)
    {
        await using var chs = await StartWithLowRiskFieldsAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput { ContactInfo = "Ada L.", Purpose = "Another" };
        Assert.Equal(StudyState.SentBack, (await chs.UpdateStudyAsync(world, input)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tells_the_audit_log_which_reviewed_field_changed(DatabaseProvider on)
    {
        await using var chs = await StartWithLowRiskFieldsAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.UpdateStudyAsync(world, new StudyInput { ContactInfo = "Ada" });
        var line = await chs.WithAsync(db => db.Audit.SingleAsync(e => e.Action == "study updated"));
        Assert.Contains($"\"Reviewed\":{(int)ReviewedField.ContactInfo}", line.Details);
    }

    static Task<TestChs> StartWithLowRiskFieldsAsync(DatabaseProvider on) =>
        TestChs.StartAsync(on, new ReviewPolicy(ReviewedField.ContactInfo | ReviewedField.Duration));
}
