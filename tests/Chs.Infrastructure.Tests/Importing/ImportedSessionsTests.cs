using System.Text;
using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Infrastructure.Tests.Importing;

/// <summary>Session data that an import splits into entries without loss.</summary>
public class ImportedSessionsTests
{
    static readonly Actor Ada = new(8, new Guid("aaaaaaaa-0000-4000-8000-000000000008"), false, SiteRights.None);

    static readonly (string Stored, string Label)[] Payments =
    [
        ("", ""),
        ("review", "Needs review"),
        ("to_pay", "To pay"),
        ("do_not_pay", "Do not pay"),
        ("paid", "Paid"),
    ];

    static readonly (string Stored, string Label)[] Statuses =
    [
        ("", ""),
        ("to_schedule", "To schedule"),
        ("scheduled", "Scheduled"),
        ("session_attended", "Session attended"),
        ("session_complete", "Session complete"),
        ("follow_up", "Follow up"),
        ("communication_complete", "Communication complete"),
        ("withdrawn_closed", "Withdrawn or closed"),
    ];

    static async Task<TestChs> ImportAsync(DatabaseProvider on)
    {
        var chs = await TestChs.StartAsync(on);
        await LookitImports.ImportAsync(chs, await LookitImports.LookitAsync());
        return chs;
    }

    static Guid IdOf(int number) => new($"99999999-0000-4000-8000-0000000000{number}");

    static async Task<SessionView> ReadAsync(TestChs chs, int number) =>
        (await chs.SendAsync(Ada, new ReadSession(IdOf(number)))).Value;

    static string DataOf(SessionView session) => Encoding.UTF8.GetString(session.Data.Span);

    /// <summary>PostgreSQL's jsonb orders members by length, keeps the digits of numbers, and writes exponents out.</summary>
    [Theory, OnEachWithPostgres]
    public async Task Frames_stay_as_PostgreSQL_stored_them(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var frames = await ReadAsync(chs, 10);
        var data = DataOf(frames);
        Assert.StartsWith("{\"0-a\":{\"a\": [null, 12345678901234567890, 1000", data);
        Assert.Contains("\"z\": 1.10}", data);
        Assert.Contains("é\\u0007", data);
        Assert.True(frames.Withdrawn);
        Assert.Equal(["0-a", "1-exit"], frames.Sequence);
    }

    [Theory, OnEachWithPostgres]
    public async Task The_header_keeps_every_field(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var header = await chs.WithAsync(db => db.Responses.SingleAsync(response => response.Id == 10));
        Assert.Equal(PaymentStatus.ToPay, header.Payment);
        Assert.Equal(SessionStatus.CommunicationComplete, header.SessionStatus);
        Assert.True(header.IsStarred);
        Assert.Equal(Ruling.Accepted, header.Ruling);
        Assert.Equal(8L, header.ParticipantId);
        Assert.False(header.IsOpen);
        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, 123, 456, TimeSpan.Zero), header.ModifiedAt);
        Assert.Null(header.RecordingMethod);
    }

    /// <summary>Each status that Lookit has becomes the one whose label Lookit's own download shows.</summary>
    [Theory, OnEachWithPostgres]
    public async Task What_researchers_tracked_keeps_its_labels(DatabaseProvider on)
    {
        var rows = Statuses.Select(
            (status, i) =>
                $$"""
                    INSERT INTO studies_response (
                        id, uuid, study_id, study_type_id, child_id, completed_consent_frame, exp_data, sequence,
                        recording_method, researcher_payment_status, researcher_session_status, researcher_star, date_modified)
                    VALUES ({{900 + i}}, gen_random_uuid(), 4, 1, 5, false, '[]', '{}',
                        'pipe', '{{Payments[i % Payments.Length].Stored}}', '{{status.Stored}}', {{i % 2 == 1}}, now())
                    """
        );
        await using var chs = await TestChs.StartAsync(on);
        await LookitImports.ImportAsync(chs, await LookitImports.LookitAsync([.. rows]));
        var imported = await chs.WithAsync(db =>
            db.Responses.Where(response => response.Id >= 900).OrderBy(response => response.Id).ToListAsync()
        );
        Assert.Equal(
            Statuses.Select((status, i) => (Payments[i % Payments.Length].Label, status.Label, i % 2 == 1)),
            imported.Select(response =>
                (TrackingLabels.Of(response.Payment), TrackingLabels.Of(response.SessionStatus), response.IsStarred)
            )
        );
        Assert.Equal(Enum.GetValues<SessionStatus>(), imported.Select(response => response.SessionStatus).Order());
    }

    [Theory, OnEachWithPostgres]
    public async Task Trials_and_odd_data_stay_as_they_were(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var trials = await ReadAsync(chs, 11);
        Assert.Equal("""[{"trial_type": "t", "trial_index": 0},5,null]""", DataOf(trials));
        Assert.Equal(["0-t"], trials.Sequence);
        Assert.Equal(["Ineligible_TooOld", "Ineligible_TooYoung"], trials.Header.Eligibility);
        // This sequence doesn't follow from the trials. It is kept as it was stored.
        Assert.Equal(["other"], (await ReadAsync(chs, 12)).Sequence);
        Assert.Equal("\"odd\"", DataOf(await ReadAsync(chs, 13)));
    }

    /// <summary>The next trial is a plain append, and from then on the sequence is derived from the trials.</summary>
    [Theory, OnEachWithPostgres]
    public async Task An_imported_session_can_be_continued(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        const string trials = """[{"trial_type": "t", "trial_index": 0},{"trial_index":1,"trial_type":"u"}]""";
        var saved = await chs.SendAsync(Ada, new SaveResponse(IdOf(12), Some.Data(trials), new ResponseFlags()));
        Assert.Equal(["0-t", "1-u"], saved.Value.Sequence);
        Assert.Equal(["0-t", "1-u"], (await ReadAsync(chs, 12)).Sequence);
    }
}
