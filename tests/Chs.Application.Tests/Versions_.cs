using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>The versions of a study, their comparison, and copies of a study.</summary>
public class Versions_
{
    /// <summary>Saves versions 2 to 4 of the world's study, of which version 2 is approved.</summary>
    static async Task SaveThreeVersionsAsync(TestChs chs, World world)
    {
        var study = world.Study.Uuid;
        await SaveAsync(new() { Experiment = "a\nb\nc", Note = "three lines" });
        await chs.SendAsync(world.Researcher, new MoveStudy(study, StudyTrigger.Submit, "", null));
        await chs.SendAsync(world.Reviewer, new MoveStudy(study, StudyTrigger.Approve, "", null));
        await SaveAsync(new() { Experiment = "a\nB\nc" });
        await SaveAsync(new() { Experiment = "a\nB\nc\nd" });
        // Saving the same again makes no version.
        await SaveAsync(new() { Experiment = "a\nB\nc\nd" });

        Task SaveAsync(StudyInput input) => chs.SendAsync(world.Researcher, new UpdateStudy(study, input, null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keep_every_save_with_author_and_note(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var study = world.Study.Uuid;
        await SaveThreeVersionsAsync(chs, world);

        var versions = (await chs.AnswerAsync(world.Researcher, new ListStudyVersions { StudyId = study })).Items;
        Assert.Equal([4, 3, 2, 1], versions.Select(v => v.Number));
        Assert.Equal(
            ("three lines", (Guid?)world.Researcher.Id, true, false),
            (versions[2].Note, versions[2].Author, versions[2].IsApproved, versions[2].IsDraft)
        );
        Assert.True(versions[0].IsDraft);
        Assert.Equal("a\nb\nc", (await chs.AnswerAsync(world.Researcher, new ReadStudyVersion(study, 2))).Experiment);
        var log = (await chs.AnswerAsync(world.Researcher, new ListStudyLog { StudyId = study })).Items;
        Assert.Equal(["rejected", "approved", "submitted"], log.Select(entry => entry.Action));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_compared_line_by_line_by_default_with_the_approved_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var study = world.Study.Uuid;
        await SaveThreeVersionsAsync(chs, world);

        var changes = await chs.AnswerAsync(world.Reviewer, new CompareStudyVersions(study, 4, null));
        Assert.Equal((2, 4), (changes.From, changes.To));
        Assert.Equal(
            [(LineChange.Removed, "b"), (LineChange.Added, "B"), (LineChange.Added, "d")],
            Assert.Single(changes.Parts).Lines.Select(l => (l.Change, l.Text))
        );
        Assert.Single((await chs.AnswerAsync(world.Reviewer, new CompareStudyVersions(study, 4, 3))).Parts[0].Lines);
        Assert.Empty((await chs.AnswerAsync(world.Reviewer, new CompareStudyVersions(study, 4, 4))).Parts);
        await chs.RefusesAsync(world.Reviewer, new CompareStudyVersions(study, 9, null), "version.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_hidden_from_whoever_may_not_see_the_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var study = world.Study.Uuid;
        await SaveThreeVersionsAsync(chs, world);
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
        {
            await chs.RefusesAsync(stranger, new ListStudyVersions { StudyId = study }, "study.not_found");
            await chs.RefusesAsync(stranger, new CompareStudyVersions(study, 4, null), "study.not_found");
            await chs.RefusesAsync(stranger, new ListStudyLog { StudyId = study }, "study.not_found");
        }
    }

    static async Task<Guid> CreateFrameplayerStudyAsync(TestChs chs, World world)
    {
        var input = new StudyInput
        {
            Name = "Frames",
            Structure = """{"frames":{"a":{"kind":"text"},"b":{"kind":"video"}},"sequence":["a","b"]}""",
        };
        var request = new CreateStudy(world.Lab.Uuid, input, StudyType.Frameplayer);
        return (await chs.AnswerAsync(world.Researcher, request)).Id;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_frames_are_compared_frame_by_frame(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await CreateFrameplayerStudyAsync(chs, world);
        var input = new StudyInput
        {
            Structure = """{"frames":{"a":{"kind":"text"},"b":{"kind":"audio"}},"sequence":["a","b"]}""",
        };
        await chs.SendAsync(world.Researcher, new UpdateStudy(study, input, null));
        var changes = await chs.AnswerAsync(world.Researcher, new CompareStudyVersions(study, 2, null));
        var part = Assert.Single(changes.Parts);
        Assert.Equal("structure", part.Part);
        Assert.Equal(["\"kind\": \"video\"", "\"kind\": \"audio\""], part.Lines.Select(line => line.Text.Trim()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_frames_must_be_json(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await CreateFrameplayerStudyAsync(chs, world);
        var input = new StudyInput { Structure = "{\"frames\":{},\n\"sequence\":[}" };
        var refused = await chs.SendAsync(world.Researcher, new UpdateStudy(study, input, null));
        Assert.Equal("not_a_protocol", refused.Error?.Faults[0].Code);
        Assert.StartsWith("Line 2, byte 13", refused.Error?.Faults[0].Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Copies_begin_anew_where_one_may_make_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = world.Study.Uuid;
        await chs.RefusesAsync(world.Outsider, new CloneStudy(study, null), "study.not_found");
        await chs.RefusesAsync(world.Reviewer, new CloneStudy(study, null), "access.forbidden");
        var copy = await chs.AnswerAsync(world.Researcher, new CloneStudy(study, null));
        Assert.Equal(
            ("Copy of Faces, 2nd try", StudyState.Created, false, "1", (Guid?)world.Lab.Uuid),
            (copy.Name, copy.State, copy.IsPublic, copy.Experiment, copy.LabId)
        );
        Assert.NotEqual(study, copy.Id);

        // Whoever sees a shared preview may copy it, into a lab of their own.
        await chs.SendAsync(world.Researcher, new UpdateStudy(study, new StudyInput { IsPreviewShared = true }, null));
        await chs.RefusesAsync(world.Outsider, new CloneStudy(study, null), "access.forbidden");
        var own = (
            await chs.AnswerAsync(
                world.Outsider,
                new Labs.CreateLab(
                    new Labs.LabInput
                    {
                        Name = "Own",
                        Institution = "",
                        PrincipalInvestigator = "PI",
                        ContactEmail = "own@test.chs",
                    }
                )
            )
        ).Id;
        Assert.Equal(own, (await chs.AnswerAsync(world.Outsider, new CloneStudy(study, own))).LabId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Studies_are_found_by_words_and_by_who_made_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        async Task<int> Count(Actor actor, ListStudies query) => (await chs.AnswerAsync(actor, query)).Items.Count;
        Assert.Equal(1, await Count(world.Researcher, new ListStudies { Match = "FACES  try" }));
        Assert.Equal(0, await Count(world.Researcher, new ListStudies { Match = "faces voices" }));
        // The percent sign is a character, not a pattern.
        Assert.Equal(0, await Count(world.Researcher, new ListStudies { Match = "%" }));
        Assert.Equal(
            (1, 0),
            (
                await Count(world.Researcher, new ListStudies { Mine = true }),
                await Count(world.Reviewer, new ListStudies { Mine = true })
            )
        );
        Assert.Equal(
            (1, 0),
            (
                await Count(world.Reviewer, new ListStudies { State = StudyState.Active }),
                await Count(world.Reviewer, new ListStudies { State = StudyState.Submitted })
            )
        );
    }
}
