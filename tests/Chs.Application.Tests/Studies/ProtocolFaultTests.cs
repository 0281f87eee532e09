using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>Unfinished protocols: kept as drafts, and kept from reviewers and families.</summary>
public class ProtocolFaultTests
{
    const string Broken = "let a = ;";

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_a_draft_with_faults_and_names_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var saved = await chs.UpdateStudyAsync(world, new StudyInput { Experiment = Broken });
        Assert.Equal(Broken, saved.Experiment);
        var fault = Assert.Single(saved.ProtocolFaults);
        Assert.Equal(("not_a_script", "experiment", 1, 9), (fault.Code, fault.Field, fault.Line, fault.Column));
        Assert.Equal(saved.ProtocolFaults, (await chs.ReadStudyAsync(world)).ProtocolFaults);
        var version = new ReadStudyVersion(world.Study.Uuid, saved.DraftVersion);
        Assert.Equal(saved.ProtocolFaults, (await chs.AnswerAsync(world.Researcher, version)).ProtocolFaults);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Creates_studies_of_each_type_with_faults(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var inputs = new (StudyType Type, StudyInput Input)[]
        {
            (StudyType.JsPsych, new() { Name = "1", Experiment = Broken }),
            (StudyType.Frameplayer, new() { Name = "2", Structure = Broken }),
            (
                StudyType.Frameplayer,
                new()
                {
                    Name = "3",
                    Generator = Broken,
                    UsesGenerator = true,
                }
            ),
        };
        foreach (var (type, input) in inputs)
        {
            var create = new CreateStudy(world.Lab.Uuid, input, type);
            Assert.Single((await chs.AnswerAsync(world.Researcher, create)).ProtocolFaults);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Looks_at_a_generator_or_structure_once_it_is_in_use(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var create = new StudyInput
        {
            Name = "Frames",
            Generator = Broken,
            Structure = "{\"frames\":{\"a\":{}},\"sequence\":[\"a\"]}",
        };
        var study = await chs.CreateStudyAsync(world, create, StudyType.Frameplayer);
        var unused = await chs.UpdateStudyAsync(world, new StudyInput { Purpose = "None" }, study);
        Assert.Empty(unused.ProtocolFaults);
        var used = await chs.UpdateStudyAsync(world, new StudyInput { UsesGenerator = true, Structure = "{" }, study);
        Assert.Equal("generator", Assert.Single(used.ProtocolFaults).Field);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_to_submit_a_protocol_with_faults_and_says_where(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "chsData.a();\nchsSurvey.b;" });
        var error = await RefusesStepAsync(chs, world, StudyTrigger.Submit);
        Assert.Equal(ErrorKind.Conflict, error.Kind);
        Assert.Equal(
            [
                new Fault("/experiment", "no_such_member", "Line 1, column 9: 'chsData' has no member 'a'."),
                new Fault("/experiment", "no_such_member", "Line 2, column 11: 'chsSurvey' has no member 'b'."),
            ],
            error.Faults
        );
        Assert.Equal(StudyState.Created, (await chs.ReadStudyAsync(world)).State);
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "chsData.finish();" });
        await chs.MoveStudyAsync(world, StudyTrigger.Submit);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_to_resubmit_a_protocol_with_faults(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var changed = await chs.UpdateStudyAsync(world, new StudyInput { Experiment = Broken });
        Assert.Equal(StudyState.SentBack, changed.State);
        await RefusesStepAsync(chs, world, StudyTrigger.Resubmit);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_to_propose_a_draft_with_faults(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Assert.Single((await chs.SaveBesideLiveAsync(world, Broken)).ProtocolFaults);
        var propose = new ProposeDraft(world.Study.Uuid, "", null);
        await chs.RefusesAsync(world.Researcher, propose, "study.protocol_faulty");
        Assert.Null((await chs.ReadStudyAsync(world)).ProposedVersion);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_faults_in_what_reviewers_look_at_and_changes_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Submitted);
        var before = await chs.ReadStudyAsync(world);
        var update = new UpdateStudy(world.Study.Uuid, new StudyInput { Purpose = "2", Experiment = Broken }, null);
        var fault = await chs.FindsFaultAsync(world.Researcher, update, "not_a_script");
        Assert.Equal("/experiment", fault.Pointer);
        Assert.StartsWith("Line 1, column 9: ", fault.Message, StringComparison.Ordinal);
        var after = await chs.ReadStudyAsync(world);
        Assert.Equal((before.Version, before.Purpose, 1), (after.Version, after.Purpose, after.DraftVersion));
    }

    /// <summary>Studies can be imported with code that never ran.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_to_start_what_browsers_cannot_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.MoveStudyAsync(world, StudyTrigger.Pause);
        await chs.SetProtocolAsync(world, Broken);
        await RefusesStepAsync(chs, world, StudyTrigger.Activate);
        Assert.Equal(StudyState.Paused, (await chs.ReadStudyAsync(world)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Starts_what_was_approved_though_it_names_an_unknown_member(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.MoveStudyAsync(world, StudyTrigger.Pause);
        await chs.SetProtocolAsync(world, "chsData.other();");
        await chs.MoveStudyAsync(world, StudyTrigger.Activate);
        Assert.Equal(StudyState.Active, (await chs.ReadStudyAsync(world)).State);
    }

    /// <summary>The draft doesn't go to families by a pause and a new start.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Starts_the_approved_version_whatever_the_draft_beside_it_is(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveBesideLiveAsync(world, Broken);
        await chs.MoveStudyAsync(world, StudyTrigger.Pause, StudyTrigger.Activate);
        Assert.Equal(1, (await chs.ReadStudyAsync(world)).LiveVersion);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Warns_of_unknown_plugins_and_submits_nevertheless(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var saved = await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "jsPsychCloze;" });
        Assert.Equal("unknown_plugin", Assert.Single(saved.ProtocolWarnings).Code);
        await chs.MoveStudyAsync(world, StudyTrigger.Submit);
        var version = new ReadStudyVersion(world.Study.Uuid, 2);
        Assert.Equal(saved.ProtocolWarnings, (await chs.AnswerAsync(world.Reviewer, version)).ProtocolWarnings);
        var comparison = new CompareStudyVersions(world.Study.Uuid, 2, null);
        Assert.Equal(saved.ProtocolWarnings, (await chs.AnswerAsync(world.Reviewer, comparison)).ProtocolWarnings);
    }

    static async Task<Error> RefusesStepAsync(TestChs chs, World world, StudyTrigger step)
    {
        var outcome = await chs.SendAsync(world.Researcher, new MoveStudy(world.Study.Uuid, step, "", null));
        Assert.Equal("study.protocol_faulty", outcome.Error?.Code);
        return outcome.Error!;
    }
}
