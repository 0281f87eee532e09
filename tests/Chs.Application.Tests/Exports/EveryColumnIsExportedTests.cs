using Chs.Application.Exports;
using Chs.Application.Responses;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Exports;

/// <summary>What is stored of a response is what its row says, column by column: no column is forgotten and left empty.</summary>
public class EveryColumnIsExportedTests
{
    /// <summary>Where each stored value goes, or why it goes nowhere.</summary>
    static readonly Dictionary<string, string> Stored = new()
    {
        [nameof(Response.Id)] = "response__id",
        [nameof(Response.Uuid)] = "response__uuid",
        [nameof(Response.CreatedAt)] = "response__date_created",
        [nameof(Response.Completed)] = "response__completed",
        [nameof(Response.IsPreview)] = "response__is_preview",
        [nameof(Response.Eligibility)] = "response__eligibility.0",
        [nameof(Response.Sequence)] = "response__sequence.0",
        [nameof(Response.Conditions)] = "response__conditions.0.n",
        [nameof(Response.ExitAnswers)] = "response__parent_feedback",
        [nameof(Response.Ruling)] = "consent__ruling",
        [nameof(Response.Payment)] = "response__researcher_payment_status",
        [nameof(Response.SessionStatus)] = ResponseColumns.SessionStatus,
        [nameof(Response.IsStarred)] = ResponseColumns.Star,
        [nameof(Response.StudyId)] = "study__uuid",
        [nameof(Response.ChildId)] = "child__global_id",
        [nameof(Response.ParticipantId)] = "participant__global_id",
        [nameof(Response.DemographicSnapshotId)] = "not in this file: demographic answers are a download of their own",
        [nameof(Response.GlobalEventTimings)] = "not in this file: belongs to the frames' data",
        [nameof(Response.StudyVersion)] = "not in the reference's file: read in v3",
        [nameof(Response.StudyType)] = "not in the reference's file: the same for all rows",
        [nameof(Response.CompletedConsentFrame)] = "not in the reference's file: read in v3",
        [nameof(Response.SurveyConsent)] = "not in the reference's file: read in v3",
        [nameof(Response.RecordingMethod)] = "not in the reference's file: read in v3",
        [nameof(Response.ModifiedAt)] = "not in the reference's file: read in v3",
        [nameof(Response.IsOpen)] = "internal: whether a page may still save",
        [nameof(Response.Shape)] = "internal: how the entries are put together",
        [nameof(Response.EntryCount)] = "internal: counts the entries",
        [nameof(Response.EntriesDigest)] = "internal: recognises repeated saves",
        [nameof(Response.HasBeenRuledOn)] = "internal: what is kept of replaced values",
        [nameof(Response.RevisionCount)] = "listResponses shows it: earlier values aren't in the CSV",
        [nameof(Response.RevisionBytes)] = "internal: the limit of earlier values",
        [nameof(Response.DroppedRevisionCount)] = "listResponses shows it: earlier values aren't in the CSV",
        [nameof(Response.Version)] = "internal: of the row",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_cell_says_what_is_stored(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await FillAsync(chs, world);
        var row = Assert.Single((await CsvFile.DownloadAsync(chs, world, [.. ResponseColumns.OptionalIds])).Rows);

        var expected = await ExpectedAsync(chs, world, response);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), row.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, cell => Assert.Equal(cell, new(cell.Key, row[cell.Key])));
        string[] emptyInTheReference = ["response__eligibility", "response__sequence", "response__conditions"];
        Assert.Equal(emptyInTheReference, expected.Where(cell => cell.Value == "\"\"").Select(cell => cell.Key));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_stored_value_has_a_column_or_a_reason(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await FillAsync(chs, world);
        var file = await CsvFile.DownloadAsync(chs, world, [.. ResponseColumns.OptionalIds]);
        await chs.WithAsync(db =>
        {
            var entity = ((DbContext)db).Model.FindEntityType(typeof(Response))!;
            Assert.Equal(entity.GetProperties().Select(property => property.Name).Order(), Stored.Keys.Order());
            return Task.FromResult(true);
        });
        Assert.All(
            Stored.Values.Where(column => column.Contains("__", StringComparison.Ordinal)),
            column => Assert.Contains(column, file.Header)
        );
    }

    /// <summary>The file's cells. None is empty that could be filled, and no two of one kind are the same.</summary>
    static async Task<Dictionary<string, string>> ExpectedAsync(TestChs chs, World world, Guid id)
    {
        var stored = await chs.WithAsync(db => db.Responses.SingleAsync(r => r.Uuid == id));
        var study = await chs.WithAsync(db => db.Studies.SingleAsync(s => s.Id == stored.StudyId));
        return new(CellsOf(stored, study).Concat(CellsOfPeople(world, study)));
    }

    static Dictionary<string, string> CellsOf(Response stored, Study study) =>
        new()
        {
            ["response__id"] = $"\"{stored.Id}\"",
            ["response__uuid"] = $"\"{stored.Uuid}\"",
            ["response__date_created"] = "\"2026-03-02 10:20:30.123456+00:00\"",
            ["response__completed"] = "True",
            ["response__withdrawn"] = "True",
            ["response__eligibility"] = "\"\"",
            ["response__parent_feedback"] = "\"was \"\"fun\"\", and\r\nlong\"",
            ["response__birthdate_difference"] = "-59",
            ["response__video_privacy"] = "\"public\"",
            ["response__databrary"] = "\"yes\"",
            ["response__is_preview"] = "False",
            ["study__uuid"] = $"\"{study.Uuid}\"",
            ["response__sequence"] = "\"\"",
            ["response__conditions"] = "\"\"",
            ["response__researcher_payment_status"] = "\"Paid\"",
            ["response__conditions.0.frameName"] = "\"1-c\"",
            ["response__conditions.0.n"] = "1.50",
            ["response__eligibility.0"] = $"\"{stored.Eligibility[0]}\"",
            ["response__researcher_session_status"] = "\"Follow up\"",
            ["response__researcher_star"] = "True",
            ["response__sequence.0"] = "\"0-exit\"",
        };

    static Dictionary<string, string> CellsOfPeople(World world, Study study)
    {
        string Hashed(Guid person) => HashedId.Of(person, study.Uuid, study.Salt, study.HashDigits);
        return new()
        {
            ["consent__ruling"] = "\"accepted\"",
            ["consent__arbiter"] = "\"Ada  Example\"",
            ["consent__time"] = "\"2026-03-02 10:20\"",
            ["consent__comment"] = "\"seen twice\"",
            ["participant__global_id"] = $"\"{world.Parent.Id}\"",
            ["participant__hashed_id"] = $"\"{Hashed(world.Parent.Id)}\"",
            ["participant__nickname"] = "\"Mum\"",
            ["child__global_id"] = $"\"{world.Child.Uuid}\"",
            ["child__hashed_id"] = $"\"{Hashed(world.Child.Uuid)}\"",
            ["child__name"] = "\"Ælla\"",
            ["child__birthday"] = "\"2023-03-01\"",
            ["child__age_in_days"] = "1097",
            ["child__age_rounded"] = "\"1110\"",
            ["child__gender"] = "\"o\"",
            ["child__age_at_birth"] = "\"35 weeks\"",
            ["child__language_list"] = "\"en am\"",
            ["child__condition_list"] = "\"deaf\"",
            ["child__additional_information"] = "\"glasses\"",
        };
    }

    /// <summary>A response in which every value is another than the one that is stored by itself.</summary>
    static async Task<Guid> FillAsync(TestChs chs, World world)
    {
        var response = await chs.StartAsync(world);
        const string exit = """
            [{"trial_index":0,"trial_type":"exit","chs_type":"exit","response":{"withdrawal":true,"useOfMedia":"public",
            "databraryShare":"yes","feedback":"was \"fun\", and\r\nlong","birthDate":"2023-01-01T00:00:00"}}]
            """;
        var flags = new ResponseFlags { Completed = true, Conditions = """{"1-c":{"n":1.50}}""" };
        await chs.SaveAsync(world, response, exit, flags);
        await chs.SaveAsync(world, response, null, new ResponseFlags { CompletedConsentFrame = true });
        await chs.SucceedsAsync(
            world.Researcher,
            new RuleConsent(world.Study.Uuid, response, Ruling.Accepted, "seen twice")
        );
        await DescribePeopleAsync(chs, world);
        await chs.WithAsync(db =>
            db.Responses.Where(r => r.Uuid == response)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(r => r.Payment, PaymentStatus.Paid)
                        .SetProperty(r => r.SessionStatus, SessionStatus.FollowUp)
                        .SetProperty(r => r.IsStarred, true)
                )
        );
        return response;
    }

    static Task<int> DescribePeopleAsync(TestChs chs, World world) =>
        chs.WithAsync(async db =>
        {
            var child = await db.Children.SingleAsync(c => c.Id == world.Child.Id);
            child.Describe(new("Ælla", child.Birthday, Gender.Open, "", 12, "glasses", 0b10, 0b11), Some.Today);
            await db.SaveChangesAsync(default);
            return await db
                .Users.Where(u => u.Id == child.UserId)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.Nickname, "Mum"));
        });
}
