using System.Linq.Expressions;
using System.Text;
using System.Text.Json;
using Chs.Domain.Studies;

namespace Chs.Domain.Responses;

/// <summary>One session of a child in a study.</summary>
/// <remarks>
/// The narrow row that lists, filters and permissions need. The recorded data are its entries (<see cref="ResponseEntry"/>).
/// </remarks>
public sealed class Response : Aggregate
{
    readonly List<ResponseEntry> _entries = [];
    readonly List<ResponseRevision> _revisions = [];

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
    public bool IsPreview { get; private init; }

    /// <summary>Reached once, it can't be taken back; so are the two below.</summary>
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

    /// <summary>
    /// Somebody has ruled on the consent, perhaps by setting it back to pending. From then on, what the player replaces
    /// beside the entries is kept too.
    /// </summary>
    public bool HasBeenRuledOn { get; private set; }

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

    /// <summary>
    /// Earlier values that were replaced since the response was loaded. Never relied on to be all: they are saved with the
    /// response.
    /// </summary>
    public IReadOnlyCollection<ResponseRevision> Revisions => _revisions;

    /// <summary>Number of earlier values that are kept.</summary>
    public int RevisionCount { get; private set; }

    /// <summary>What the earlier values take that are kept, as <see cref="RevisionSize.Stored"/> counts it.</summary>
    public long RevisionBytes { get; private set; }

    /// <summary>Number of earlier values that had to go because there were too many, or too large ones.</summary>
    public int DroppedRevisionCount { get; private set; }

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

    /// <summary>Applies what a runner sent beside its data. What the session has reached stays reached.</summary>
    public void Update(ResponseFlags flags, DateTimeOffset now)
    {
        if (HasBeenRuledOn)
            KeepWhatChanges(flags, now);
        var completesNow = flags.Completed == true && !Completed;
        Completed |= flags.Completed == true;
        CompletedConsentFrame |= flags.CompletedConsentFrame == true;
        SurveyConsent |= flags.SurveyConsent == true;
        if (flags.RecordingMethod is { } method)
            RecordingMethod = method.Value;
        Conditions = flags.Conditions ?? Conditions;
        GlobalEventTimings = flags.GlobalEventTimings ?? GlobalEventTimings;
        if (StudyType is not StudyType.JsPsych)
            Sequence = flags.Sequence ?? Sequence;
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

    /// <summary>
    /// Replaces the content of a stored entry, and keeps the earlier one unless it says the same in another layout.
    /// </summary>
    public void ReplaceEntry(ResponseEntry entry, EntryContent content, DateTimeOffset now)
    {
        if (!JsonTokens.AreSame(entry.Payload, content.Payload))
            KeepEntry(entry, now);
        entry.Replace(content, now);
    }

    /// <summary>Keeps the content of a stored entry that is about to go.</summary>
    public void KeepEntry(ResponseEntry entry, DateTimeOffset now) => Keep(ResponseRevision.Of(entry, now));

    /// <summary>Keeps a content that arrived when a newer one was stored already.</summary>
    public void KeepOvertaken(ResponseEntry entry, EntryContent content, DateTimeOffset now) =>
        Keep(ResponseRevision.OfOvertaken(entry, content, now));

    /// <summary>Keeps data that can't take the place of the stored frames.</summary>
    /// <param name="json">JSON text.</param>
    public void KeepData(string json, DateTimeOffset now) => Keep(ResponseRevision.Of(Id, RevisedPart.Data, json, now));

    /// <summary>Counts earlier values that were deleted because there were too many, or too large ones.</summary>
    public void CountDropped(IReadOnlyCollection<RevisionSize> dropped)
    {
        RevisionCount -= dropped.Count;
        RevisionBytes -= dropped.Sum(revision => revision.Stored);
        DroppedRevisionCount += dropped.Count;
    }

    /// <summary>Describes the entries as they are after a save.</summary>
    /// <param name="exitAnswers">The answers of the exit survey as JSON text; null without a survey.</param>
    /// <param name="now">When the save arrived.</param>
    public void SetEntries(DataShape shape, int count, byte[] digest, string? exitAnswers, DateTimeOffset now)
    {
        // Only an import stores a sequence for trials.
        if (HasBeenRuledOn && StudyType is StudyType.JsPsych && Sequence is not null)
            Keep(ResponseRevision.Of(Id, RevisedPart.Sequence, Sequence, now));
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
        HasBeenRuledOn = true;
        Record(new ConsentRuled(Uuid, ruling, deed.By, deed.At));
        return ConsentRuling.Of(Id, ruling, comment, deed);
    }

    /// <summary>Ends the session because another page takes over or it has timed out. What its page still sends is kept.</summary>
    public void Close() => IsOpen = false;

    void KeepWhatChanges(ResponseFlags flags, DateTimeOffset now)
    {
        KeepIfChanged(RevisedPart.Conditions, Conditions, flags.Conditions, now);
        KeepIfChanged(RevisedPart.GlobalEventTimings, GlobalEventTimings, flags.GlobalEventTimings, now);
        if (StudyType is not StudyType.JsPsych)
            KeepIfChanged(RevisedPart.Sequence, Sequence, flags.Sequence, now);
        KeepIfReached(RevisedPart.Completed, Completed, flags.Completed, now);
        KeepIfReached(RevisedPart.CompletedConsentFrame, CompletedConsentFrame, flags.CompletedConsentFrame, now);
        KeepIfReached(RevisedPart.SurveyConsent, SurveyConsent, flags.SurveyConsent, now);
        if (flags.RecordingMethod is { } method)
            KeepIfChanged(RevisedPart.RecordingMethod, Json(RecordingMethod), Json(method.Value), now);
    }

    void KeepIfChanged(RevisedPart part, string? stored, string? sent, DateTimeOffset now)
    {
        if (stored is null || sent is null || stored == sent)
            return;
        if (!JsonTokens.AreSame(Encoding.UTF8.GetBytes(stored), Encoding.UTF8.GetBytes(sent)))
            Keep(ResponseRevision.Of(Id, part, stored, now));
    }

    void KeepIfReached(RevisedPart part, bool stored, bool? sent, DateTimeOffset now)
    {
        if (!stored && sent == true)
            Keep(ResponseRevision.Of(Id, part, "false", now));
    }

    void Keep(ResponseRevision revision)
    {
        _revisions.Add(revision);
        RevisionCount++;
        RevisionBytes += revision.Bytes + ResponseRevision.RowBytes;
    }

    static string Json(string? text) => JsonSerializer.Serialize(text);
}
