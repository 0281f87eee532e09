using System.Linq.Expressions;
using Chs.Domain.Studies;

namespace Chs.Domain.Responses;

/// <summary>One session of a child in a study.</summary>
/// <remarks>
/// The narrow row that lists, filters and permissions need. The recorded data are its entries (<see cref="ResponseEntry"/>).
/// </remarks>
public sealed class Response : Aggregate
{
    readonly List<ResponseEntry> _entries = [];

    Response() { }

    public long StudyId { get; private init; }

    /// <summary>Number of the <see cref="StudyVersion"/> that the family saw.</summary>
    public int StudyVersion { get; private init; }

    /// <summary>The study's type when the response was created.</summary>
    public StudyType StudyType { get; private init; }

    public long ChildId { get; private init; }

    /// <summary>Key of the parent who takes part, or of whoever previews: the only one who may write.</summary>
    public long ParticipantId { get; private init; }

    public long? DemographicSnapshotId { get; private init; }

    /// <summary>A researcher previews the study; never counts as data.</summary>
    public bool IsPreview { get; private set; }

    public bool Completed { get; private set; }
    public bool CompletedConsentFrame { get; private set; }
    public bool SurveyConsent { get; private set; }

    /// <summary>At most 50 characters; null when unknown.</summary>
    public string? RecordingMethod { get; private set; } = "pipe";

    /// <summary>JSON text as the runner sent it.</summary>
    public string Conditions { get; private set; } = "{}";

    /// <summary>JSON text as the runner sent it.</summary>
    public string GlobalEventTimings { get; private set; } = "{}";

    /// <summary>Codes of <see cref="Eligibility.EligibilityCodes"/>, computed once when the response is created.</summary>
    public IReadOnlyList<string> Eligibility { get; private init; } = [];

    /// <summary>The newest consent ruling.</summary>
    public Ruling Ruling { get; private set; } = Ruling.Pending;

    /// <summary>How far the family's payment has got.</summary>
    public PaymentStatus Payment { get; private set; }

    /// <summary>How far the session has got, for studies with appointments.</summary>
    public SessionStatus SessionStatus { get; private set; }

    /// <summary>Marked by a researcher.</summary>
    public bool IsStarred { get; private set; }

    /// <summary>The browser page that created the response may still be open.</summary>
    /// <remarks>At most one response per child, study and kind (real or preview) is open, which the database enforces.</remarks>
    public bool IsOpen { get; private set; } = true;

    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset ModifiedAt { get; private set; }

    /// <summary>What kind of JSON value the entries form together.</summary>
    public DataShape Shape { get; private set; } = DataShape.Object;

    public int EntryCount { get; private set; }

    /// <summary>Running digest over all entries in order, 16 bytes; empty without entries.</summary>
    /// <remarks>It suffices to recognise a save that repeats the stored entries and adds one.</remarks>
    public byte[] EntriesDigest { get; private set; } = [];

    /// <summary>Frame ids in the order seen, as JSON text. Null for jsPsych, where the sequence is derived from the entries.</summary>
    /// <remarks>An import may set it for jsPsych too; that value applies until the next trial arrives.</remarks>
    public string? Sequence { get; private set; } = "[]";

    /// <summary>The five answers of the exit survey as JSON text, extracted on arrival; null without a survey.</summary>
    public string? ExitAnswers { get; private set; }

    /// <summary>
    /// Entries that were added since the response was loaded, and stored ones that were loaded to be replaced. Never
    /// relied on to be all: they are saved with the response.
    /// </summary>
    public IReadOnlyCollection<ResponseEntry> Entries => _entries;

    /// <summary>Consent was given on camera or on paper, and a researcher accepted it.</summary>
    public static Expression<Func<Response, bool>> IsConsented { get; } =
        response => response.Ruling == Ruling.Accepted && response.CompletedConsentFrame;

    /// <summary>
    /// Number of the version that a session runs: the draft for previews, the live version for families.
    /// </summary>
    public static int VersionOf(Study study, bool isPreview) =>
        isPreview ? study.DraftNumber : study.LiveNumber ?? study.DraftNumber;

    public static Response Start(
        Study study,
        int version,
        long child,
        long participant,
        long? demographics,
        bool preview,
        IReadOnlyList<string> eligibility,
        DateTimeOffset now
    )
    {
        var jsPsych = study.Type is StudyType.JsPsych;
        var response = new Response
        {
            Uuid = Guid.CreateVersion7(now),
            StudyId = study.Id,
            StudyVersion = version,
            StudyType = study.Type,
            ChildId = child,
            ParticipantId = participant,
            DemographicSnapshotId = demographics,
            IsPreview = preview,
            Eligibility = eligibility,
            RecordingMethod = jsPsych ? "jspsych" : "recordrtc",
            Shape = jsPsych ? DataShape.List : DataShape.Object,
            Sequence = jsPsych ? null : "[]",
            CreatedAt = now,
            ModifiedAt = now,
        };
        response.RecordCreation(new ResponseStarted(response.Uuid, study.Uuid, preview, now));
        return response;
    }

    /// <summary>Applies what a runner sent beside its data.</summary>
    public void Update(ResponseFlags flags, DateTimeOffset now)
    {
        var completesNow = flags.Completed == true && !Completed;
        Completed = flags.Completed ?? Completed;
        CompletedConsentFrame = flags.CompletedConsentFrame ?? CompletedConsentFrame;
        SurveyConsent = flags.SurveyConsent ?? SurveyConsent;
        if (flags.RecordingMethod is { } method)
            RecordingMethod = method.Value;
        Conditions = flags.Conditions ?? Conditions;
        GlobalEventTimings = flags.GlobalEventTimings ?? GlobalEventTimings;
        if (StudyType is not StudyType.JsPsych)
            Sequence = flags.Sequence ?? Sequence;
        if (flags.IsPreview == true)
            BecomePreview();
        if (Completed)
            IsOpen = false;
        ModifiedAt = now;
        if (completesNow)
            Record(new ResponseCompleted(Uuid, now));
        else
            IncrementVersion();
    }

    /// <summary>Adds an entry. <see cref="SetEntries"/> describes all of them afterwards.</summary>
    /// <param name="ordinal">0, 1, 2 … in the order of arrival.</param>
    /// <param name="key">Frame id; null for trials.</param>
    public void AddEntry(int ordinal, string? key, EntryContent content, DateTimeOffset now) =>
        _entries.Add(ResponseEntry.Of(Id, ordinal, key, content, now));

    /// <summary>Describes the entries as they are after a save.</summary>
    /// <param name="exitAnswers">The answers of the exit survey as JSON text; null without a survey.</param>
    public void SetEntries(DataShape shape, int count, byte[] digest, string? exitAnswers)
    {
        Shape = shape;
        EntryCount = count;
        EntriesDigest = digest;
        ExitAnswers = exitAnswers;
        if (StudyType is StudyType.JsPsych)
            Sequence = null;
    }

    /// <summary>Rules on the consent. A ruling isn't a change of the session, so <see cref="ModifiedAt"/> stays.</summary>
    /// <returns><see cref="ResponseErrors.NoConsentYet"/> when there is nothing to rule on.</returns>
    public Outcome<ConsentRuling> RuleOnConsent(Ruling ruling, string comment, Deed deed)
    {
        if (!CompletedConsentFrame)
            return ResponseErrors.NoConsentYet;
        Ruling = ruling;
        Record(new ConsentRuled(Uuid, ruling, deed.By, deed.At));
        return ConsentRuling.Of(Id, ruling, comment, deed);
    }

    /// <summary>Ends the session because another page takes over or it has timed out. What its page still sends is kept.</summary>
    public void Close() => IsOpen = false;

    void BecomePreview()
    {
        if (IsPreview)
            return;
        IsPreview = true;
        // Another preview of the same child and study may be open already.
        IsOpen = false;
    }
}
