using System.Text.Json;
using System.Text.Json.Nodes;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>A creation and an update take the same members: each is sent to both, and read back.</summary>
public class StudyMembersTests
{
    /// <summary>Members that aren't the study's: they say how it is changed.</summary>
    static readonly string[] AboutTheChange =
    [
        nameof(StudyInput.LabId),
        nameof(StudyInput.IsBesideLive),
        nameof(StudyInput.Note),
    ];

    static readonly StudyInput OfEveryType = new()
    {
        Name = "Everything",
        PreviewSummary = "Summary",
        ShortDescription = "Description",
        Purpose = "Purpose",
        Criteria = "Criteria",
        CriteriaExpression = "speaks_en",
        Compensation = "Compensation",
        Duration = "Duration",
        ContactInfo = "Contact",
        ExitUrl = "https://exit.example/",
        Ages = new AgeRangeInput
        {
            From = new AgeInput
            {
                Years = 1,
                Months = 2,
                Days = 3,
            },
            To = new AgeInput
            {
                Years = 4,
                Months = 5,
                Days = 6,
            },
        },
        IsPublic = false,
        IsPreviewShared = true,
        Priority = 7,
        MustHaveParticipated = [],
        MustNotHaveParticipated = [],
        IrbNumber = "2026-1",
        IrbUntil = new DateOnly(2099, 6, 30),
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task A_jsPsych_study_takes_each_member(DatabaseProvider on) =>
        await TakesEachMemberAsync(on, StudyType.JsPsych, OfEveryType with { Experiment = "2" });

    [Theory, OnSqlite, OnPostgres]
    public async Task A_frameplayer_study_takes_each_member(DatabaseProvider on) =>
        await TakesEachMemberAsync(on, StudyType.Frameplayer, OfFrameplayer);

    [Theory, OnSqlite, OnPostgres]
    public async Task An_external_study_takes_each_member(DatabaseProvider on) =>
        await TakesEachMemberAsync(on, StudyType.External, OfExternal);

    static StudyInput OfFrameplayer =>
        OfEveryType with
        {
            Structure = """{"frames":{"a":{}},"sequence":["a"]}""",
            Generator = "function generateProtocol(child, pastSessions) { return {}; }",
            UsesGenerator = true,
            RunnerRepository = "https://github.com/lab/fork",
            RunnerCommit = SourcesStandIn.Newest,
        };

    static StudyInput OfExternal =>
        OfEveryType with
        {
            ExternalUrl = "https://example.qualtrics.com/1",
            External = new ExternalInput
            {
                IsScheduled = true,
                Scheduling = SchedulingTool.Other,
                OtherScheduling = "By phone",
                Platform = StudyPlatform.Other,
                OtherPlatform = "Ours",
            },
        };

    /// <summary>A member that is added to the input has to be added here too.</summary>
    [Fact]
    public void Each_member_is_sent()
    {
        StudyInput[] inputs = [OfEveryType with { Experiment = "2" }, OfFrameplayer, OfExternal];
        var sent = inputs.SelectMany(input => SentBy(input).Keys).Distinct();
        var all = typeof(StudyInput).GetProperties().Select(property => property.Name);
        Assert.Equal(all.Except(AboutTheChange).Order(), sent.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_note_is_kept_with_the_version(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateStudyAsync(world, new StudyInput { Name = "Noted", Note = "first" });
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "2", Note = "second" }, study);
        var versions = await chs.ItemsAsync(world.Researcher, new ListStudyVersions { StudyId = study });
        Assert.Equal(["second", "first"], versions.Select(version => version.Note));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_study_has_nothing_beside_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput { Name = "New", IsBesideLive = true };
        var create = new CreateStudy(world.Lab.Uuid, input);
        var fault = await chs.FindsFaultAsync(world.Researcher, create, "not_expected");
        Assert.EndsWith("/isBesideLive", fault.Pointer, StringComparison.Ordinal);
    }

    static async Task TakesEachMemberAsync(DatabaseProvider on, StudyType type, StudyInput input)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        input = input with { MustHaveParticipated = [world.Study.Uuid] };
        var created = await chs.CreateStudyAsync(world, input, type);
        AssertHas(input, await chs.ReadStudyAsync(world, created));

        var updated = await chs.CreateStudyAsync(world, new StudyInput { Name = "Nothing" }, type);
        await chs.UpdateStudyAsync(world, input, updated);
        AssertHas(input, await chs.ReadStudyAsync(world, updated));
    }

    static void AssertHas(StudyInput input, StudyView view)
    {
        foreach (var (member, sent) in SentBy(input))
        {
            var read = typeof(StudyView).GetProperty(member)!.GetValue(view);
            Assert.Equal($"{member}: {sent}", $"{member}: {JsonSerializer.Serialize(read)}");
        }
    }

    /// <summary>The members that an input has, and their values as JSON.</summary>
    static Dictionary<string, string> SentBy(StudyInput input)
    {
        Dictionary<string, string> sent = [];
        foreach (var property in typeof(StudyInput).GetProperties())
        {
            if (AboutTheChange.Contains(property.Name) || property.GetValue(input) is not { } value)
                continue;
            var json = Unwrap(JsonSerializer.SerializeToNode(value)!);
            sent.Add(property.Name, json.ToJsonString());
        }

        return sent;
    }

    /// <summary>Replaces each Optional by its value.</summary>
    static JsonNode Unwrap(JsonNode node)
    {
        if (node is not JsonObject members)
            return node;
        if (members is { Count: 1 } && members["Value"] is { } value)
            return Unwrap(value.DeepClone());
        foreach (var (name, member) in members.ToList())
            members[name] = member is null ? null : Unwrap(member.DeepClone());
        return members;
    }
}
